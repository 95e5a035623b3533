package dev.vitals.timescale.error;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.JdbiException;

/**
 * Turns what JDBI throws into what the ports promise, by SQLSTATE (PostgreSQL's manual, appendix
 * A).
 */
public final class StoreErrors {
  /** Each try of a deadlock takes the server's deadlock_timeout, so few of them. */
  private static final int ATTEMPTS = 3;

  private StoreErrors() {}

  /** Whatever asks the database, through JDBI or without. */
  public interface Statement<T> {
    T run() throws SQLException;
  }

  /** A row's key exists. */
  public static boolean isUniqueViolation(StoreRejectedException e) {
    return e.getCause() != null && hasState(e.getCause(), "23505"::equals);
  }

  /** A table is not there, as in a database that was never migrated. */
  public static boolean isUndefinedTable(StoreRejectedException e) {
    return e.getCause() != null && hasState(e.getCause(), "42P01"::equals);
  }

  /**
   * Runs a statement that may be repeated. One that lost against another transaction is, a few
   * times: nothing of it is there.
   *
   * @throws StoreUnavailableException the database gave no answer this time
   * @throws StoreRejectedException it refused what was thought valid
   */
  public static <T> T translated(Statement<T> statement) {
    return translated(statement, () -> {});
  }

  /**
   * The same.
   *
   * @param onRetry run before each repetition
   */
  public static <T> T translated(Statement<T> statement, Runnable onRetry) {
    for (int attempt = 1; ; attempt++) {
      try {
        return statement.run();
      } catch (JdbiException | SQLException e) {
        if (attempt == ATTEMPTS || !lostAgainstAnother(e)) {
          throw translate(e);
        }
        onRetry.run();
      } catch (UnknownProtocolException e) {
        // A newer service answers.
        throw new StoreUnavailableException(Reason.AWAY, e);
      }
    }
  }

  /**
   * Runs a statement that must not be repeated, for somebody has seen some of it.
   *
   * @throws StoreUnavailableException as above
   * @throws StoreRejectedException as above
   */
  public static <T> T translatedOnce(Statement<T> statement) {
    try {
      return statement.run();
    } catch (JdbiException | SQLException e) {
      throw translate(e);
    } catch (UnknownProtocolException e) {
      throw new StoreUnavailableException(Reason.AWAY, e);
    }
  }

  private static RuntimeException translate(Exception e) {
    return sqlException(e)
        .flatMap(StoreErrors::unavailable)
        .<RuntimeException>map(reason -> new StoreUnavailableException(reason, e))
        .orElseGet(() -> new StoreRejectedException(e));
  }

  /** Why the store could not answer, or empty if it did and the answer is no. */
  static Optional<Reason> unavailable(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      // PostgreSQL and its driver always give a state: what has none comes from the pool.
      return Optional.of(e instanceof PoolExhaustedException ? Reason.BUSY : Reason.AWAY);
    }
    return switch (state) {
      // disk_full
      case "53100" -> Optional.of(Reason.FULL);
      // read_only_sql_transaction
      case "25006" -> Optional.of(Reason.READ_ONLY);
      // query_canceled, by statement_timeout; lock_not_available, by lock_timeout; a transaction
      // that
      // idled or lasted too long, as of a process that was frozen
      case "57014", "55P03", "25P03", "25P04" -> Optional.of(Reason.BUSY);
      default -> unavailableByClass(state);
    };
  }

  /** A class is two characters; the driver's own state for "unknown" has none. */
  private static Optional<Reason> unavailableByClass(String state) {
    return switch (state.substring(0, Math.min(state.length(), 2))) {
      // connection_exception, operator_intervention (shutdown, crash, start-up), invalid
      // authorization (a password that was changed under us), a database that is not there, and
      // system_error (a file, disk or shared memory that is gone): whoever runs it has to mend it
      case "08", "57", "28", "3D", "58" -> Optional.of(Reason.AWAY);
      // insufficient_resources (too many connections, out of memory), transaction_rollback
      case "53", "40" -> Optional.of(Reason.BUSY);
      default -> Optional.empty();
    };
  }

  /**
   * In the words of the database or its driver. Of a statement on samples it may quote a reading:
   * for others alone.
   */
  public static String said(Throwable e) {
    return sqlException(e).map(Throwable::getMessage).orElseGet(e::toString);
  }

  private static boolean lostAgainstAnother(Exception e) {
    // serialization_failure, deadlock_detected
    return hasState(e, state -> state.equals("40001") || state.equals("40P01"));
  }

  private static boolean hasState(Throwable e, Predicate<String> state) {
    return sqlException(e).map(SQLException::getSQLState).filter(state).isPresent();
  }

  private static Optional<SQLException> sqlException(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
