package dev.vitals.service.rollup;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.rollup.RollupStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the schedule did and found, as metrics and as a health check. */
public final class RollupReport extends HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RollupReport.class);

  /** Of the watermark behind its place, until somebody should look. */
  private static final Duration TOLERANCE = Duration.ofHours(1);

  /** What was found, and when: nobody looks while a piece of work hangs, or fails before that. */
  private record Seen(RollupStatus status, Instant at) {}

  private final InstantSource clock;
  private final Duration expectedAge;
  private final Counter windowsFilled;
  private final Counter daysSettled;
  private final Counter chunksCompressed;
  private final Counter answersAudited;
  private final Counter mismatches;
  private final Counter failures;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Seen seen;

  /**
   * @param expectedAge of the watermark just before a refresh
   */
  public RollupReport(MetricRegistry metrics, InstantSource clock, Duration expectedAge) {
    this.clock = clock;
    this.expectedAge = expectedAge;
    windowsFilled = metrics.counter("rollups.windows.filled");
    daysSettled = metrics.counter("rollups.days.settled");
    chunksCompressed = metrics.counter("rollups.chunks.compressed");
    answersAudited = metrics.counter("rollups.audit.answers");
    mismatches = metrics.counter("rollups.audit.mismatches");
    failures = metrics.counter("rollups.failures");
    gauge(metrics, "rollups.watermark.age.seconds", this::watermarkAgeSeconds);
    gauge(metrics, "rollups.marks", current -> current.status().marks());
    gauge(metrics, "rollups.corrections", current -> current.status().corrections());
  }

  private void gauge(MetricRegistry metrics, String name, ToLongFunction<Seen> figure) {
    metrics.registerGauge(
        name,
        (Gauge<Long>)
            () -> {
              Seen current = seen;
              return current == null ? 0 : figure.applyAsLong(current);
            });
  }

  void refreshed(int windows) {
    windowsFilled.inc(windows);
  }

  void settled(long days) {
    daysSettled.inc(days);
  }

  void compressed(int chunks) {
    chunksCompressed.inc(chunks);
  }

  void audited(boolean agrees) {
    answersAudited.inc();
    if (!agrees) {
      mismatches.inc();
      LOG.error("audit_mismatch remedy=\"./vitals rollups verify config.yml, then rebuild\"");
    }
  }

  void stands(RollupStatus current) {
    seen = new Seen(current, clock.instant());
  }

  void succeeded(String work) {
    if (failing.remove(work)) {
      LOG.info("rollup_work_recovered work={}", work);
    }
  }

  /** Said once: it is tried again every few seconds, and fails for the same reason. */
  void failed(String work, RuntimeException e) {
    failures.inc();
    if (!failing.add(work)) {
      return;
    }
    if (e instanceof StoreUnavailableException unavailable) {
      LOG.warn("rollup_work_failed work={} reason={}", work, unavailable.reason());
    } else {
      LOG.error("rollup_work_failed work={}", work, e);
    }
  }

  @Override
  protected Result check() {
    Seen current = seen;
    if (current == null) {
      return failing.isEmpty()
          ? Result.healthy("not looked at yet")
          : Result.unhealthy("failing: %s", failing);
    }
    Optional<Duration> behind = behind(current);
    String stand = stand(current.status(), behind);
    return mismatches.getCount() > 0 || behind.isPresent() || isStuck(current.status())
        ? Result.unhealthy("%s", stand)
        : Result.healthy("%s", stand);
  }

  private String stand(RollupStatus status, Optional<Duration> behind) {
    return status.database().describe()
        + " watermark="
        + status.watermark().map(Object::toString).orElse("none")
        + behind.map(late -> " behind=" + late).orElse("")
        + " marks="
        + status.marks()
        + " corrections="
        + status.corrections()
        + " mismatches="
        + mismatches.getCount()
        + (failing.isEmpty() ? "" : " failing=" + failing)
        + (status.database().warnings().isEmpty()
            ? ""
            : " warnings=" + status.database().warnings());
  }

  /** A watermark that is not there has no age to judge by. */
  private boolean isStuck(RollupStatus status) {
    return status.watermark().isEmpty() && !failing.isEmpty();
  }

  /** How much later than expected the watermark is, if that is more than is tolerated. */
  private Optional<Duration> behind(Seen current) {
    return watermarkAge(current)
        .map(age -> age.minus(expectedAge))
        .filter(late -> late.compareTo(TOLERANCE) > 0)
        .map(late -> late.truncatedTo(ChronoUnit.SECONDS));
  }

  /** By the database's clock when it was seen, and by ours since then. */
  private Optional<Duration> watermarkAge(Seen current) {
    return current
        .status()
        .watermarkAge()
        .map(age -> age.plus(Duration.between(current.at(), clock.instant())));
  }

  private long watermarkAgeSeconds(Seen current) {
    return watermarkAge(current).map(Duration::toSeconds).orElse(0L);
  }
}
