package dev.vitals.service.rollup;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.rollup.RollupStatus;
import java.time.Duration;
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

  private final Duration expectedAge;
  private final Counter windowsFilled;
  private final Counter daysSettled;
  private final Counter chunksCompressed;
  private final Counter answersAudited;
  private final Counter mismatches;
  private final Counter failures;
  private final Set<String> failing = ConcurrentHashMap.newKeySet();
  private volatile @Nullable RollupStatus status;

  /**
   * @param expectedAge of the watermark just before a refresh
   */
  public RollupReport(MetricRegistry metrics, Duration expectedAge) {
    this.expectedAge = expectedAge;
    windowsFilled = metrics.counter("rollups.windows.filled");
    daysSettled = metrics.counter("rollups.days.settled");
    chunksCompressed = metrics.counter("rollups.chunks.compressed");
    answersAudited = metrics.counter("rollups.audit.answers");
    mismatches = metrics.counter("rollups.audit.mismatches");
    failures = metrics.counter("rollups.failures");
    gauge(metrics, "rollups.watermark.age.seconds", RollupReport::watermarkAgeSeconds);
    gauge(metrics, "rollups.marks", RollupStatus::marks);
    gauge(metrics, "rollups.corrections", RollupStatus::corrections);
  }

  private void gauge(MetricRegistry metrics, String name, ToLongFunction<RollupStatus> figure) {
    metrics.registerGauge(
        name,
        (Gauge<Long>)
            () -> {
              RollupStatus current = status;
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
      LOG.error("audit_mismatch remedy=\"./vitals rollups verify, then rebuild\"");
    }
  }

  void stands(RollupStatus current) {
    status = current;
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
    RollupStatus current = status;
    if (current == null) {
      return failing.isEmpty()
          ? Result.healthy("not looked at yet")
          : Result.unhealthy("failing: %s", failing);
    }
    String stand =
        current.database().describe()
            + " watermark="
            + current.watermark().map(Object::toString).orElse("none")
            + " marks="
            + current.marks()
            + " corrections="
            + current.corrections()
            + " mismatches="
            + mismatches.getCount()
            + (failing.isEmpty() ? "" : " failing=" + failing)
            + (current.database().warnings().isEmpty()
                ? ""
                : " warnings=" + current.database().warnings());
    return mismatches.getCount() > 0 || isBehind(current)
        ? Result.unhealthy("%s", stand)
        : Result.healthy("%s", stand);
  }

  private boolean isBehind(RollupStatus current) {
    return current
        .watermarkAge()
        .filter(age -> age.compareTo(expectedAge.plus(TOLERANCE)) > 0)
        .isPresent();
  }

  private static long watermarkAgeSeconds(RollupStatus current) {
    return current.watermarkAge().map(Duration::toSeconds).orElse(0L);
  }
}
