package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.DetectedDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How the rollups stand, for an operator.
 *
 * @param clock the database's, which the watermark trails behind
 * @param retentionWaits whether samples should be dropped by that clock, and it is not believed
 * @param marks days of users that wait to be settled, counted up to {@link #MOST_MARKS}: from there
 *     on there are so many or more
 * @param corrections of both levels, as the server's statistics estimate them
 */
public record RollupStatus(
    DetectedDatabase database,
    RollupState state,
    ClockReading clock,
    boolean retentionWaits,
    long marks,
    long corrections) {

  public static final int MOST_MARKS = 100_000;

  /**
   * @param dropsSamples whether samples of an age are to be dropped
   */
  static RollupStatus read(Handle handle, boolean dropsSamples) {
    ClockReading clock = ClockReading.read(handle);
    return new RollupStatus(
        DetectedDatabase.detect(handle),
        RollupStates.read(handle),
        clock,
        dropsSamples
            && (clock.ahead().isPresent() || (clock.followed().isEmpty() && holdsSamples(handle))),
        handle
            .createQuery(
                "select count(*) from (select from health_metrics_late_days limit "
                    + MOST_MARKS
                    + ") marks")
            .mapTo(Long.class)
            .one(),
        handle
            .createQuery(
                """
                select coalesce(sum(greatest(reltuples, 0)), 0)::bigint from pg_class
                where oid in ('health_metrics_15m_corrections'::regclass,
                              'health_metrics_1d_corrections'::regclass)
                """)
            .mapTo(Long.class)
            .one());
  }

  private static boolean holdsSamples(Handle handle) {
    return handle
        .createQuery("select exists (select from health_metrics)")
        .mapTo(Boolean.class)
        .one();
  }

  public Instant databaseNow() {
    return clock.now();
  }

  /** Whether there may be more marks than were counted. */
  public boolean hasMoreMarks() {
    return marks >= MOST_MARKS;
  }

  /** Up to where quarter hours are read from rollups; empty before the first refresh. */
  public Optional<Instant> watermark() {
    return moment(state.coverage().quarterHoursBelowMicros());
  }

  public Optional<Duration> watermarkAge() {
    return watermark().map(this::age);
  }

  /** From where on samples are kept; empty while nothing was dropped. */
  public Optional<Instant> horizon() {
    return moment(state.coverage().horizonMicros());
  }

  public Optional<Duration> horizonAge() {
    return horizon().map(this::age);
  }

  private static Optional<Instant> moment(long micros) {
    return micros == RollupCoverage.NEVER
        ? Optional.empty()
        : Optional.of(EpochMicros.toInstant(micros));
  }

  private Duration age(Instant moment) {
    return Duration.between(moment, databaseNow());
  }
}
