package dev.vitals.service.rollup;

import static java.util.Objects.requireNonNull;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.service.metrics.Gauges;
import dev.vitals.timescale.rollup.RollupStatus;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the schedule did and found, as metrics and as a health check. */
public final class RollupReport extends HealthCheck {
  private static final Logger LOG = LoggerFactory.getLogger(RollupReport.class);

  /** Of the watermark behind its place, until somebody should look. */
  private static final Duration TOLERANCE = Duration.ofHours(1);

  /** Of one piece in a row, until somebody should look: one or two may be a lock or a restart. */
  private static final int FAILURES = 3;

  /** What was found, and when: nobody looks while a piece of work hangs, or fails before that. */
  private record Seen(RollupStatus status, Instant at) {}

  private final InstantSource clock;
  private final Duration expectedAge;
  private final Counter windowsFilled;
  private final Counter daysSettled;
  private final Counter chunksCompressed;
  private final Counter answersAudited;
  private final Counter mismatches;
  private final Map<Work, CounterDataPoint> failures = new EnumMap<>(Work.class);

  /** How often in a row. */
  private final Map<Work, Integer> failing = new ConcurrentHashMap<>();

  private volatile @Nullable Seen seen;

  /**
   * @param expectedAge of the watermark just before a refresh
   */
  public RollupReport(PrometheusRegistry registry, InstantSource clock, Duration expectedAge) {
    this.clock = clock;
    this.expectedAge = expectedAge;
    windowsFilled =
        counter("vitals_rollup_windows_filled_total", "Windows of rollups filled.")
            .register(registry);
    daysSettled =
        counter(
                "vitals_rollup_late_marks_settled_total",
                "Days of users with late samples settled.")
            .register(registry);
    chunksCompressed =
        counter("vitals_rollup_chunks_compressed_total", "Chunks put into the columnstore.")
            .register(registry);
    answersAudited =
        counter("vitals_rollup_audited_answers_total", "Answers compared with the samples.")
            .register(registry);
    mismatches =
        counter("vitals_rollup_audit_mismatches_total", "Those of them that were wrong.")
            .register(registry);
    Counter byWork =
        counter("vitals_rollup_failures_total", "Pieces of work on the rollups that failed.")
            .labelNames("work")
            .register(registry);
    // A series that begins with its first event hides that event from rate().
    for (Work work : Work.values()) {
      failures.put(work, byWork.labelValues(work.toString()));
    }
    GaugeWithCallback.builder()
        .name("vitals_rollup_work_failing")
        .help("1 from the failure of a piece of work until it succeeds.")
        .labelNames("work")
        .callback(
            point -> {
              for (Work work : Work.values()) {
                point.call(failing.containsKey(work) ? 1 : 0, work.toString());
              }
            })
        .register(registry);
    GaugeWithCallback.builder()
        .name("vitals_rollup_clock_distrusted")
        .help("1 while the database's clock is not worked by, being ahead, behind or unproven.")
        .labelNames("why")
        .callback(
            point ->
                Optional.ofNullable(seen)
                    .map(current -> ClockDoubt.of(current.status()))
                    .ifPresent(
                        doubts -> {
                          for (ClockDoubt doubt : ClockDoubt.values()) {
                            point.call(doubts.contains(doubt) ? 1 : 0, doubt.toString());
                          }
                        }))
        .register(registry);
    new Gauges(registry)
        .addKnown(
            "vitals_rollup_watermark_age_seconds",
            "How far the rollups are behind now.",
            () -> figure(current -> watermarkAge(current).map(Duration::toSeconds)))
        .add(
            "vitals_rollup_watermark_age_limit_seconds",
            "The age of the watermark from which on something is wrong.",
            () -> expectedAge.plus(TOLERANCE).toSeconds())
        .addKnown(
            "vitals_rollup_horizon_age_seconds",
            "How far back samples are kept; none while nothing was dropped.",
            () ->
                figure(current -> aged(current, RollupStatus::horizonAge).map(Duration::toSeconds)))
        .addKnown(
            "vitals_rollup_late_marks",
            "Days of users with late samples that wait to be settled, counted up to the limit.",
            () -> figure(current -> Optional.of(current.status().marks())))
        .add(
            "vitals_rollup_late_marks_limit",
            "So many marks stand for as many or more.",
            () -> RollupStatus.MOST_MARKS)
        .addKnown(
            "vitals_rollup_corrections",
            "Rollup rows that late samples have corrected, estimated.",
            () -> figure(current -> Optional.of(current.status().corrections())));
  }

  private static Counter.Builder counter(String name, String help) {
    return Counter.builder().name(name).help(help);
  }

  private OptionalDouble figure(Function<Seen, Optional<? extends Number>> of) {
    return Optional.ofNullable(seen)
        .flatMap(of)
        .map(figure -> OptionalDouble.of(figure.doubleValue()))
        .orElse(OptionalDouble.empty());
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

  void succeeded(Work work) {
    if (failing.remove(work) != null) {
      LOG.info("rollup_work_recovered work={}", work);
    }
  }

  /** Said once: it is tried again every few seconds, and fails for the same reason. */
  void failed(Work work, RuntimeException e) {
    requireNonNull(failures.get(work)).inc();
    if (failing.merge(work, 1, Integer::sum) > 1) {
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
          : Result.unhealthy("failing: %s", failing.keySet());
    }
    Optional<Duration> behind = behind(current);
    String stand = stand(current.status(), behind);
    return mismatches.get() > 0
            || behind.isPresent()
            || isStuck(current.status())
            || failsAgainAndAgain()
            || !ClockDoubt.of(current.status()).isEmpty()
        ? Result.unhealthy("%s", stand)
        : Result.healthy("%s", stand);
  }

  private String stand(RollupStatus status, Optional<Duration> behind) {
    return status.database().describe()
        + " watermark="
        + status.watermark().map(Object::toString).orElse("none")
        + behind.map(late -> " behind=" + late).orElse("")
        + status.horizon().map(horizon -> " horizon=" + horizon).orElse("")
        + clock(status)
        + " marks="
        + status.marks()
        + (status.hasMoreMarks() ? " or more" : "")
        + " corrections="
        + status.corrections()
        + " mismatches="
        + (long) mismatches.get()
        + (failing.isEmpty() ? "" : " failing=" + failing.keySet())
        + (status.database().warnings().isEmpty()
            ? ""
            : " warnings=" + status.database().warnings());
  }

  private static String clock(RollupStatus status) {
    if (ClockDoubt.of(status).isEmpty()) {
      return "";
    }
    return " clock="
        + status.databaseNow()
        + status.clock().followed().map(known -> " clock_followed_to=" + known).orElse("")
        + (status.retentionWaits() ? " retention=waits" : "")
        + " remedy=\"correct the database's clock; if it is right, ./vitals rollups trust-clock"
        + " config.yml\"";
  }

  /** A watermark that is not there has no age to judge by. */
  private boolean isStuck(RollupStatus status) {
    return status.watermark().isEmpty() && !failing.isEmpty();
  }

  private boolean failsAgainAndAgain() {
    return failing.values().stream().anyMatch(times -> times >= FAILURES);
  }

  /**
   * How much later than expected the watermark is, if that is more than is tolerated. By a clock
   * that is not believed it is no matter.
   */
  private Optional<Duration> behind(Seen current) {
    return watermarkAge(current)
        .filter(age -> !current.status().clock().isOff())
        .map(age -> age.minus(expectedAge))
        .filter(late -> late.compareTo(TOLERANCE) > 0)
        .map(late -> late.truncatedTo(ChronoUnit.SECONDS));
  }

  private Optional<Duration> watermarkAge(Seen current) {
    return aged(current, RollupStatus::watermarkAge);
  }

  /** By the database's clock when it was seen, and by ours since then. */
  private Optional<Duration> aged(Seen current, Function<RollupStatus, Optional<Duration>> age) {
    return age.apply(current.status())
        .map(then -> then.plus(Duration.between(current.at(), clock.instant())));
  }
}
