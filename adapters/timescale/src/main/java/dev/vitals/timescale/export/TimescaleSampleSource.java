package dev.vitals.timescale.export;

import dev.vitals.application.export.SampleSource;
import dev.vitals.application.export.SampleVisitor;
import dev.vitals.application.export.Stop;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Samples by COPY, which the server makes no faster than they are read. The bounds of the rollups
 * and the samples are of one snapshot, in a transaction that writes nothing.
 */
public final class TimescaleSampleSource implements SampleSource {
  /**
   * For this transaction. It waits for its client, so the pool's limit would end it. Samples come
   * by the key's order: what sorts them would have to read all of them before the first, into
   * files.
   */
  private static final String LIMITS =
      """
      set transaction read only;
      set local statement_timeout = LIMIT;
      set local lock_timeout = '10s';
      set local enable_sort = off;
      set local max_parallel_workers_per_gather = 0
      """;

  private final Jdbi jdbi;
  private final RemovedUsers removed;
  private final String limits;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}, over a pool of Tomcat's
   * @param timeLimit of one call, for a server that we can tell nothing any more
   */
  public TimescaleSampleSource(Jdbi jdbi, Duration timeLimit, RemovedUsers removed) {
    this.jdbi = jdbi;
    this.removed = removed;
    this.limits = LIMITS.replace("LIMIT", Long.toString(timeLimit.toMillis()));
  }

  @Override
  public void read(RangeQuestion question, SampleVisitor visitor, Stop stop) {
    StoreErrors.translatedOnce(
        () -> {
          jdbi.useHandle(handle -> read(handle, question, visitor, stop));
          return true;
        });
  }

  private void read(Handle handle, RangeQuestion question, SampleVisitor visitor, Stop stop)
      throws SQLException {
    try (Copying copying = new Copying(handle.getConnection())) {
      handle.useTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          snapshot -> {
            snapshot.execute(limits);
            RollupState state = RollupStates.read(snapshot);
            removed.check(snapshot.getConnection(), state.removedUsers(), question.userId());
            copy(copying, state, question, visitor, stop);
          });
    }
  }

  private static void copy(
      Copying copying, RollupState state, RangeQuestion question, SampleVisitor visitor, Stop stop)
      throws SQLException {
    long horizon = state.coverage().horizonMicros();
    long start = question.range().startMicros();
    // None is from before 1970.
    long from = Math.max(Math.max(0, start), horizon);
    long to = Math.min(question.range().endMicros(), RollupStates.LATEST_MICROS);
    visitor.begin(start < horizon ? Optional.of(state.horizon()) : Optional.empty());
    if (stop.isAsked()) {
      throw new StoreUnavailableException(Reason.BUSY, null);
    }
    if (from >= to) {
      return;
    }
    CopiedSamples samples = new CopiedSamples(question.metrics());
    copying.copy(
        CopiedSamples.sql(question.metrics(), question.userId(), from, to),
        stop,
        message -> samples.tell(message, visitor));
  }
}
