package dev.vitals.timescale.erase;

import static dev.vitals.timescale.rollup.RollupRows.literal;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.rollup.RollupRows;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Erases one user's samples within one transaction: enters as a writer, holds the state, takes the
 * rows, marks their days below the watermark, and takes those days out of the rollups. Marked days
 * are read from samples until they are settled, so nothing else has to be right about them.
 *
 * <p>Locks are taken in the order of writers and of settling: users of the columnstore, rows,
 * marks, corrections.
 */
final class Erasure {
  /** A chunk as it is shipped, so that batches of the columnstore go as a whole, and quickly. */
  private static final long WINDOW_MICROS = Duration.ofDays(7).toNanos() / 1_000;

  /** What is later than any sample. */
  private static final long END_OF_TIME = (1L << 53) - 1;

  /** A chunk that is being compressed, or filled, is waited for. */
  private static final String PATIENCE = "set local lock_timeout = '10s'";

  /** The lock of {@code ColumnarRows}: nobody else writes what may be in the columnstore. */
  private static final String LOCK_USER =
      "select pg_advisory_xact_lock(1448100940, (? & 63)::integer)";

  private static final String MARK =
      """
      insert into health_metrics_late_days as marked (user_id, day, erased)
      select :user, timestamptz 'epoch' + micros * interval '1 microsecond', true
      from unnest(:days::bigint[]) as given (micros)
      on conflict (user_id, day) do update set gen = marked.gen + 1, erased = true
      """;

  private final Handle transaction;
  private final RollupState state;
  private final RollupRows rollups;
  private final DroppedSamples dropped;
  private final long userId;
  private final BooleanSupplier stopping;

  private Erasure(Handle transaction, DatabaseKind kind, long userId, BooleanSupplier stopping) {
    transaction.execute(RollupRows.DECOMPRESSING);
    transaction.execute(LOCK_USER, userId);
    this.transaction = transaction;
    this.state = RollupStates.hold(transaction);
    this.rollups = new RollupRows(transaction, kind);
    this.dropped = new DroppedSamples(transaction, rollups, userId);
    this.userId = userId;
    this.stopping = stopping;
  }

  /**
   * In a transaction that has not begun with anything else.
   *
   * @param stopping whether to give up between two of its steps
   */
  static Erasure asWriter(
      Handle transaction, DatabaseKind kind, long userId, BooleanSupplier stopping) {
    WriterLock.enterForLong(transaction);
    transaction.execute(PATIENCE);
    return new Erasure(transaction, kind, userId, stopping);
  }

  /** In one that no writer is beside: all of them wait for it. */
  static Erasure alone(Handle transaction, DatabaseKind kind, long userId) {
    return new Erasure(transaction, kind, userId, () -> false);
  }

  RollupState state() {
    return state;
  }

  Connection connection() {
    return transaction.getConnection();
  }

  /**
   * @return how many samples there were
   * @throws UnanswerableRangeException it cuts a quarter hour whose samples are dropped
   */
  long erase(TimeRange range) {
    RangePlan.requireWholeBuckets(range, state.coverage().horizonMicros());
    long start = Math.max(0, range.startMicros());
    long end = Math.min(END_OF_TIME, range.endMicros());
    if (start >= end) {
      return 0;
    }
    long horizon = state.coverage().horizonMicros();
    Map<Long, Long> byDay = eraseSamples(start, end);
    // What retention has yet to drop is told by the rollups already.
    byDay.keySet().removeIf(day -> day < horizon);
    forget(
        byDay.keySet().stream().filter(day -> day < state.markedBelowMicros()).sorted().toList());
    long samples = byDay.values().stream().mapToLong(Long::longValue).sum();
    return start < horizon ? samples + dropped.erase(start, Math.min(end, horizon)) : samples;
  }

  /** What writers have added above the horizon since all was erased. */
  long eraseRest() {
    return erase(
        new TimeRange(
            EpochMicros.toInstant(Math.max(0, state.coverage().horizonMicros())),
            EpochMicros.toInstant(END_OF_TIME)));
  }

  /**
   * Whatever is there is erased.
   *
   * @return how many samples, by the start of their day
   */
  private Map<Long, Long> eraseSamples(long start, long end) {
    Map<Long, Long> erased = new HashMap<>();
    long[] extent = extent(start, end);
    long rowsFrom = Math.max(extent[0], Math.min(state.columnarBelowMicros(), extent[1]));
    inWindows(extent[0], rowsFrom, (from, to) -> eraseColumnar(from, to, erased));
    inWindows(rowsFrom, extent[1], (from, to) -> eraseRows(from, to, erased));
    return erased;
  }

  private interface Window {
    void between(long start, long end);
  }

  private void inWindows(long start, long end, Window window) {
    for (long from = start; from < end; from = next(from)) {
      if (stopping.getAsBoolean()) {
        throw new StoreUnavailableException(Reason.AWAY, null);
      }
      window.between(from, Math.min(next(from), end));
    }
  }

  private static long next(long micros) {
    return (Math.floorDiv(micros, WINDOW_MICROS) + 1) * WINDOW_MICROS;
  }

  /**
   * Batches of the columnstore that go as a whole are not told row by row: so these are counted
   * before. Nobody else writes there now.
   */
  private void eraseColumnar(long start, long end, Map<Long, Long> erased) {
    if (byDay("select timestamp from health_metrics" + where(start, end), erased)) {
      transaction.execute("delete from health_metrics" + where(start, end));
    }
  }

  private void eraseRows(long start, long end, Map<Long, Long> erased) {
    byDay("delete from health_metrics" + where(start, end) + " returning timestamp", erased);
  }

  /** From the first sample to behind the last one. */
  private long[] extent(long start, long end) {
    return transaction
        .createQuery(
            "select min(timestamp), max(timestamp) from health_metrics" + where(start, end))
        .map(
            (row, context) -> {
              OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
              return first == null
                  ? new long[] {0, 0}
                  : new long[] {
                    EpochMicros.of(first.toInstant()),
                    1 + EpochMicros.of(row.getObject(2, OffsetDateTime.class).toInstant())
                  };
            })
        .one();
  }

  /**
   * @return whether there are any
   */
  private boolean byDay(String timestamps, Map<Long, Long> counts) {
    Map<Long, Long> found =
        transaction
            .createQuery(
                "with these as ("
                    + timestamps
                    + ") select date_bin(interval '24 hours', timestamp, timestamptz 'epoch'),"
                    + " count(*) from these group by 1")
            .reduceRows(
                new HashMap<>(),
                (days, row) -> {
                  days.put(
                      EpochMicros.of(row.getColumn(1, Instant.class)),
                      row.getColumn(2, Long.class));
                  return days;
                });
    found.forEach((day, samples) -> counts.merge(day, samples, Long::sum));
    return !found.isEmpty();
  }

  /** Marks first, in the order in which settling takes them. */
  private void forget(Collection<Long> days) {
    if (!days.isEmpty()) {
      transaction
          .createUpdate(MARK)
          .bind("user", userId)
          .bind("days", days.stream().mapToLong(Long::longValue).toArray())
          .execute();
      rollups.deleteDays(userId, days);
    }
  }

  private String where(long start, long end) {
    return " where user_id = %d and timestamp >= %s and timestamp < %s"
        .formatted(userId, literal(start), literal(end));
  }
}
