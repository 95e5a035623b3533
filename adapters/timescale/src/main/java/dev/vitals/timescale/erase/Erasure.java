package dev.vitals.timescale.erase;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.rollup.ErasedMarks;
import dev.vitals.timescale.rollup.RollupRows;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.UserLock;
import dev.vitals.timescale.rollup.WriterLock;
import java.util.Collection;
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
  /** A chunk that is being compressed, or filled, is waited for. */
  private static final String PATIENCE = "set local lock_timeout = '10s'";

  private static final String MARK =
      ErasedMarks.of(
          """
          select :user as user_id, timestamptz 'epoch' + micros * interval '1 microsecond' as day
          from unnest(:days::bigint[]) as given (micros)
          """);

  private final Handle transaction;
  private final RollupState state;
  private final SampleRows rows;
  private final RollupRows rollups;
  private final DroppedSamples dropped;
  private final long userId;

  private Erasure(Handle transaction, DatabaseKind kind, long userId, BooleanSupplier stopping) {
    transaction.execute(RollupRows.DECOMPRESSING);
    transaction.createQuery(UserLock.ALONE).bind(0, new long[] {userId}).mapTo(Long.class).one();
    this.transaction = transaction;
    this.state = RollupStates.hold(transaction);
    this.rows = new SampleRows(transaction, userId, state.columnarBelowMicros(), stopping);
    this.rollups = new RollupRows(transaction, kind);
    this.dropped = new DroppedSamples(transaction, rollups, userId);
    this.userId = userId;
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

  /**
   * @return how many samples there were
   * @throws UnanswerableRangeException it cuts a quarter hour whose samples are dropped
   */
  long erase(TimeRange range) {
    RangePlan.requireWholeBuckets(range, state.coverage().horizonMicros());
    long start = Math.max(0, range.startMicros());
    long end = Math.min(RollupStates.LATEST_MICROS, range.endMicros());
    if (start >= end) {
      return 0;
    }
    long horizon = state.coverage().horizonMicros();
    Map<Long, Long> byDay = rows.erase(start, end);
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
            EpochMicros.toInstant(RollupStates.LATEST_MICROS)));
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
}
