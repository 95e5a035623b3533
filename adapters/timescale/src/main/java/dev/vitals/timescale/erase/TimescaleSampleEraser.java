package dev.vitals.timescale.erase;

import dev.vitals.application.erase.SampleEraser;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.WriterLock;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Erases from {@code health_metrics}, its rollups and their corrections. */
public final class TimescaleSampleEraser implements SampleEraser {
  /** No sample is outside of it. */
  private static final TimeRange EVER =
      new TimeRange(Instant.EPOCH, EpochMicros.toInstant(RollupStates.LATEST_MICROS));

  /** By the time: the database of before a fail-over never counts as this one does. */
  private static final String REMOVE_NAME =
      """
      with removed as (
        delete from health_metrics_users where id = :user returning id
      ), remembered as (
        insert into health_metrics_users_removed (id) select id from removed
      )
      update health_metrics_rollup_state set removed_users =
        greatest(removed_users + 1, (extract(epoch from clock_timestamp()) * 1000000)::bigint)
      where exists (select from removed)
      """;

  private final Jdbi jdbi;
  private final RemovedUsers removed;
  private volatile boolean stopping;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   */
  public TimescaleSampleEraser(Jdbi jdbi, RemovedUsers removed) {
    this.jdbi = jdbi;
    this.removed = removed;
  }

  @Override
  public long erase(long userId, TimeRange range) {
    return asWriter(userId, range);
  }

  /**
   * A name goes while no writer is within its transaction: none that knows the number stores by it
   * afterwards. What was written until then goes with it, which is little: the most is erased
   * before, beside the writers.
   */
  @Override
  public long eraseUser(long userId) {
    long samples = asWriter(userId, EVER);
    return userId < 0 ? samples + removeName(userId) : samples;
  }

  @Override
  public void stop() {
    stopping = true;
  }

  private interface Work {
    long with(Handle handle, DatabaseKind kind) throws SQLException;
  }

  private long translated(Work work) {
    return StoreErrors.translated(
        () ->
            jdbi.<Long, SQLException>withHandle(
                handle -> work.with(handle, DetectedDatabase.detect(handle).kind())));
  }

  private long asWriter(long userId, TimeRange range) {
    return translated(
        (handle, kind) ->
            handle.<Long, SQLException>inTransaction(
                transaction -> {
                  Erasure erasure = Erasure.asWriter(transaction, kind, userId, () -> stopping);
                  removed.check(
                      transaction.getConnection(), erasure.state().removedUsers(), userId);
                  return erasure.erase(range);
                }));
  }

  private long removeName(long userId) {
    return translated(
        (handle, kind) -> {
          long samples =
              WriterLock.alone(
                  handle,
                  transaction -> {
                    long left = Erasure.alone(transaction, kind, userId).eraseRest();
                    transaction.createUpdate(REMOVE_NAME).bind("user", userId).execute();
                    return left;
                  });
          // Forgotten here at once, elsewhere with the next that is seen of the state.
          removed.asOf(handle.getConnection(), RollupStates.read(handle).removedUsers());
          return samples;
        });
  }
}
