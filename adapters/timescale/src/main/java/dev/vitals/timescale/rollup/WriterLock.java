package dev.vitals.timescale.rollup;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Keeps a raise of the watermark or of the horizon apart from the transactions that write samples.
 * Writers hold it together, whoever raises holds it alone, each until the end of its transaction.
 */
public final class WriterLock {
  /** The letters VITALS. Advisory locks are a database's own, so other databases do not matter. */
  static final long KEY = 0x5649_5441_4C53L;

  /**
   * What a writer's transaction begins with. READ COMMITTED is said, whatever the pool or the
   * database is set to: only then does the next statement see what was committed while this one
   * waited. The state is read by a later statement for that reason: read by this one, or under
   * REPEATABLE READ, it is the one from before the wait, and a sample below the new watermark is
   * written without a mark.
   */
  public static final String ENTER_AS_WRITER =
      "set transaction isolation level read committed; select pg_advisory_xact_lock_shared("
          + KEY
          + ")";

  /** ERASING: held together by those who stay writers for long. */
  private static final long LONG_KEY = 0x4552_4153_494E_47L;

  /**
   * New writers queue behind whoever waits to be alone. So nobody waits for that longer than this,
   * however slow a writer under way is: giving up lets the queue go on.
   */
  private static final String WAIT_TO_BE_ALONE = "200ms";

  /** Nobody is alone for long either, not even if its process is frozen meanwhile. */
  private static final String LIMITS =
      "set local lock_timeout = '"
          + WAIT_TO_BE_ALONE
          + "'; set local statement_timeout = '5s';"
          + " set local idle_in_transaction_session_timeout = '5s'";

  private static final int ATTEMPTS = 50;
  private static final int PAUSE_MILLIS = 200;

  private WriterLock() {}

  /**
   * Begins a transaction as {@link #ENTER_AS_WRITER} does, for one that lasts: who wants to be
   * alone sees it before he would wait, with all new writers behind him.
   */
  public static void enterForLong(Handle transaction) {
    transaction.execute("set transaction isolation level read committed");
    transaction.execute("select pg_advisory_xact_lock_shared(" + LONG_KEY + ")");
    transaction.execute(ENTER_AS_WRITER);
  }

  /**
   * Runs a change in a transaction of its own while no writer is within one. All that were have
   * ended then, and what they wrote is visible to every later statement.
   *
   * @param handle in auto-commit
   * @throws UnableToExecuteStatementException writers kept the lock for many tries, or the change
   *     failed
   */
  public static <T> T alone(Handle handle, Function<Handle, T> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        return handle.inTransaction(
            transaction -> {
              // Or what was committed while this waits is not seen behind it, as for a writer.
              transaction.execute("set transaction isolation level read committed");
              transaction.execute(LIMITS);
              requireNobodyForLong(transaction);
              transaction.execute("select pg_advisory_xact_lock(" + KEY + ")");
              return change.apply(transaction);
            });
      } catch (UnableToExecuteStatementException e) {
        if (attempt == ATTEMPTS || !isLockTimeout(e)) {
          throw e;
        }
        pause();
      } catch (StoreUnavailableException e) {
        if (attempt == ATTEMPTS || e.reason() != Reason.BUSY) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void requireNobodyForLong(Handle transaction) {
    boolean isNobody =
        transaction
            .createQuery("select pg_try_advisory_xact_lock(" + LONG_KEY + ")")
            .mapTo(Boolean.class)
            .one();
    if (!isNobody) {
      throw new StoreUnavailableException(
          Reason.BUSY, new IllegalStateException("samples are being erased"));
    }
  }

  /**
   * Runs a change that keeps others out, unless it would have to wait for them for long, and with
   * it all who come after it.
   *
   * @return whether it was made; if not, nothing was
   */
  static boolean unlessItWaits(Handle handle, Runnable change) {
    handle.execute("set lock_timeout = '1s'");
    try {
      change.run();
    } catch (UnableToExecuteStatementException e) {
      // Who waits in a circle has waited, too.
      if (!isLockTimeout(e) && !isDeadlock(e)) {
        throw e;
      }
      handle.execute("reset lock_timeout");
      return false;
    }
    handle.execute("reset lock_timeout");
    return true;
  }

  static boolean isLockTimeout(UnableToExecuteStatementException e) {
    // lock_not_available
    return hasState(e, "55P03");
  }

  private static boolean isDeadlock(UnableToExecuteStatementException e) {
    // deadlock_detected
    return hasState(e, "40P01");
  }

  private static boolean hasState(UnableToExecuteStatementException e, String state) {
    return e.getCause() instanceof SQLException sql && state.equals(sql.getSQLState());
  }

  /** The writers that queued meanwhile go first. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS + ThreadLocalRandom.current().nextInt(PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
