package dev.vitals.timescale.rollup;

import static dev.vitals.domain.rollup.RollupCoverage.NEVER;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Compares every bucket that readers would take from the rollups with the samples, in windows of a
 * day. Marked days are left out, for readers take those from samples. Below the horizon there is
 * nothing to compare with.
 */
final class Verification {
  private static final long WINDOW_MICROS = Duration.ofDays(1).toNanos() / 1_000;

  private static final String MISMATCHES =
      """
      with samples as (
        select user_id, date_bin(WIDTH, timestamp, timestamptz 'epoch') as bucket, OF_SAMPLES
        from health_metrics
        where timestamp >= :start and timestamp < :end
        group by 1, 2
      ), answered as (
        select user_id, bucket, NAMES from health_metrics_LEVEL filled
        where bucket >= :start and bucket < :end
          and not exists (select from health_metrics_LEVEL_corrections corrected
                          where corrected.user_id = filled.user_id
                            and corrected.bucket = filled.bucket)
        union all
        select user_id, bucket, NAMES from health_metrics_LEVEL_corrections
        where bucket >= :start and bucket < :end
      )
      select count(*)
      from samples full join answered using (user_id, bucket)
      where (SAMPLED) is distinct from (ANSWERED)
        and not exists (select from health_metrics_late_days marked
                        where marked.user_id = coalesce(samples.user_id, answered.user_id)
                          and marked.day = date_bin(interval '24 hours',
                                coalesce(samples.bucket, answered.bucket), timestamptz 'epoch'))
      """;

  private final Handle handle;
  private final String mismatches;
  private final BooleanSupplier stopping;

  Verification(Handle handle, MetricColumns columns, BooleanSupplier stopping) {
    this.handle = handle;
    this.mismatches =
        MISMATCHES
            .replace("OF_SAMPLES", columns.ofSamples())
            .replace("SAMPLED", columns.summaryValuesOf("samples"))
            .replace("ANSWERED", columns.summaryValuesOf("answered"))
            .replace("NAMES", columns.summaryNames());
    this.stopping = stopping;
  }

  /**
   * @return the buckets of both levels that are wrong
   * @throws NothingFilledException there are none: to call that right would hide a restore that
   *     lost them
   */
  long run() {
    RollupCoverage coverage = RollupStates.read(handle).coverage();
    if (coverage.quarterHoursBelowMicros() == NEVER) {
      throw new NothingFilledException();
    }
    long first = Math.max(first(), coverage.horizonMicros());
    return mismatches("15m", "interval '15 minutes'", first, coverage.quarterHoursBelowMicros())
        + mismatches("1d", "interval '24 hours'", first, coverage.daysBelowMicros());
  }

  /** The day of the first sample or bucket there is. */
  private long first() {
    return handle
        .createQuery(
            """
            select least((select min(timestamp) from health_metrics),
                         (select min(bucket) from health_metrics_15m),
                         (select min(bucket) from health_metrics_15m_corrections))
            """)
        .mapTo(Instant.class)
        .findOne()
        .map(EpochMicros::of)
        .map(RollupLevel.DAY::floor)
        .orElse(Long.MAX_VALUE);
  }

  private long mismatches(String level, String width, long start, long end) {
    String statement = mismatches.replace("LEVEL", level).replace("WIDTH", width);
    long found = 0;
    for (long day = start; day < end && !stopping.getAsBoolean(); day += WINDOW_MICROS) {
      found +=
          handle
              .createQuery(statement)
              .bind("start", RollupStates.moment(day))
              .bind("end", RollupStates.moment(Math.min(day + WINDOW_MICROS, end)))
              .mapTo(Long.class)
              .one();
    }
    return found;
  }
}
