package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.metrics.KeptMetrics;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Asks a random question and compares the answer with the samples, both in one snapshot. A mismatch
 * is a defect: of Vitals, of TimescaleDB, or of a hand that wrote past them.
 */
public final class Audit {
  /** Long enough for all parts of a plan, short enough to read raw. */
  private static final long LONGEST_MICROS = Duration.ofDays(40).toNanos() / 1_000;

  /** How far back to look, each as often: a young database has no more than the first. */
  private static final int[] DAYS_BACK = {7, 30, 400};

  /** To choose a correction from. */
  private static final int PAGES = 20;

  private record Subject(long userId, Instant bucket) {}

  private final Handle handle;
  private final MetricColumns columns;
  private final RandomGenerator random;

  private Audit(Handle handle, MetricColumns columns, RandomGenerator random) {
    this.handle = handle;
    this.columns = columns;
    this.random = random;
  }

  /**
   * As a piece of the work on the rollups, of which there is one at a time.
   *
   * @return whether answer and samples agree; empty if there is nothing to ask for, or another
   *     instance is at work
   */
  public static Optional<Boolean> run(RollupMaintenance maintenance) {
    return maintenance
        .underLock(
            handle ->
                new Audit(handle, KeptMetrics.read(handle), RandomGenerator.getDefault()).run())
        .flatMap(Function.identity());
  }

  private Optional<Boolean> run() {
    return handle.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        snapshot -> {
          RollupState state = RollupStates.read(snapshot);
          if (state.coverage().daysBelowMicros() == RollupCoverage.NEVER) {
            return Optional.empty();
          }
          return subject(state.coverage())
              .flatMap(
                  subject ->
                      range(subject, state.coverage()).map(range -> agrees(state, subject, range)));
        });
  }

  /** Somebody with samples on a recent day, or with a correction at any time. */
  private Optional<Subject> subject(RollupCoverage coverage) {
    return random.nextInt(4) == 0 ? corrected() : filled(coverage);
  }

  private Optional<Subject> filled(RollupCoverage coverage) {
    int days = DAYS_BACK[random.nextInt(DAYS_BACK.length)];
    return handle
        .createQuery(
            """
            select user_id, bucket from health_metrics_1d
            where bucket = :below::timestamptz - :days * interval '24 hours'
            order by random() limit 1
            """)
        .bind("below", RollupStates.moment(coverage.daysBelowMicros()))
        .bind("days", 1 + random.nextInt(days))
        .map((row, context) -> new Subject(row.getLong(1), row.getTimestamp(2).toInstant()))
        .findOne();
  }

  private Optional<Subject> corrected() {
    return handle
        .createQuery(
            """
            select user_id, bucket
            from health_metrics_15m_corrections tablesample system ((
              select least(100, 100.0 * :pages / greatest(relpages, 1)) from pg_class
              where oid = 'health_metrics_15m_corrections'::regclass))
            order by random() limit 1
            """)
        .bind("pages", PAGES)
        .map((row, context) -> new Subject(row.getLong(1), row.getTimestamp(2).toInstant()))
        .findOne();
  }

  /** Around the subject's bucket, above the horizon, with ends that are aligned to nothing. */
  private Optional<TimeRange> range(Subject subject, RollupCoverage coverage) {
    long bucket = EpochMicros.of(subject.bucket());
    long start = Math.max(bucket - random.nextLong(LONGEST_MICROS), coverage.horizonMicros());
    long end = bucket + 1 + random.nextLong(LONGEST_MICROS);
    return start < end
        ? Optional.of(new TimeRange(EpochMicros.toInstant(start), EpochMicros.toInstant(end)))
        : Optional.empty();
  }

  private boolean agrees(RollupState state, Subject subject, TimeRange range) {
    return summary(subject, RangePlan.of(range, state.coverage(), 0))
        .equals(summary(subject, RangePlan.of(range, RollupCoverage.NONE, 0)));
  }

  private Summary summary(Subject subject, RangePlan plan) {
    return RangeQuery.withoutMarks(columns, RangeForm.BRANCHES, plan.sources())
        .withMarks()
        .ask(handle, new long[] {subject.userId()}, List.of(plan))
        .summary(0);
  }
}
