package dev.vitals.timescale.query;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What questions are planned from: the state of the rollups as an earlier answer saw it, which
 * saves asking for it, and what suits the kind of database. For any number of threads.
 *
 * <p>The bounds of that state grow, so an older one is as right as a new one, with exceptions that
 * the answer itself tells, since it carries the state of its own snapshot ({@link
 * RollupState#isRightFor}). Then the question is asked again.
 */
final class Planning {
  /** More than one takes a rebuild or a retention run between each two. */
  static final int ATTEMPTS = 5;

  private static final int MOST_COLUMNS = 500;

  /** Of what is asked for: all metrics, and now and then some of them. */
  private final MadeOnce<MetricCatalogue, MetricColumns> columns =
      new MadeOnce<>(MOST_COLUMNS, MetricColumns::new);

  private final @Nullable Duration samplesUpTo;
  private final RemovedUsers removed;
  private final AtomicReference<@Nullable RollupState> known = new AtomicReference<>();
  private volatile @Nullable RangeForm form;

  /**
   * @param samplesUpTo ranges no longer than this, and so short edges of longer ones, are read from
   *     samples; null for what is fastest on the kind of database
   * @param removed by whose numbers nothing is answered
   */
  Planning(@Nullable Duration samplesUpTo, RemovedUsers removed) {
    this.samplesUpTo = samplesUpTo;
    this.removed = removed;
  }

  MetricColumns columns(MetricCatalogue metrics) {
    return columns.of(metrics);
  }

  /** Null before the first answer. */
  @Nullable RollupState known() {
    return known.get();
  }

  /** What is known, or else read. */
  RollupState state(Handle handle) {
    RollupState state = known.get();
    return state == null ? RollupStates.read(handle) : state;
  }

  /**
   * An answer about some users came with this one.
   *
   * @param handle that was asked
   * @throws StoreUnavailableException one of them was removed
   */
  void saw(Handle handle, RollupState state, long... userIds) throws SQLException {
    known.set(state);
    removed.check(handle.getConnection(), state.removedUsers(), userIds);
  }

  /** A migration sets up a database for what it is, so it stays what it is while we run. */
  RangeForm form(Handle handle) {
    RangeForm decided = form;
    if (decided == null) {
      decided = RangeForm.on(handle);
      form = decided;
    }
    return decided;
  }

  long samplesUpToMicros(Handle handle) {
    Duration upTo = samplesUpTo == null ? form(handle).samplesUpTo() : samplesUpTo;
    return upTo.toNanos() / 1_000;
  }

  /** All attempts failed. */
  static StoreUnavailableException changedTooOften() {
    return new StoreUnavailableException(
        Reason.BUSY,
        new IllegalStateException("the rollups changed " + ATTEMPTS + " times under a question"));
  }
}
