package dev.vitals.timescale.export;

import dev.vitals.application.export.Stop;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.tomcat.jdbc.pool.PooledConnection;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that is lent for a long time. Whatever comes of it, the next who is lent it finds it
 * as it was, or it is not lent again.
 */
final class Copying implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Copying.class);

  /**
   * How long the server may say nothing. It is silent while it looks for samples that carry a rare
   * metric, millions of others a second.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);

  private static final String QUERY_CANCELED = "57014";

  private final Connection connection;
  private final PGConnection driver;
  private final int timeoutBefore;
  private boolean isOver;
  private boolean isSuspect;

  Copying(Connection connection) throws SQLException {
    this.connection = connection;
    this.driver = connection.unwrap(PGConnection.class);
    this.timeoutBefore = connection.getNetworkTimeout();
    connection.setNetworkTimeout(Runnable::run, (int) LONGEST_SILENCE.toMillis());
  }

  /** What is done with each message; returns whether another one is wanted. */
  interface Messages {
    boolean next(byte[] message);
  }

  void copy(String sql, Stop stop, Messages messages) throws SQLException {
    stop.whenAsked(this::cancel);
    CopyOut copy = driver.getCopyAPI().copyOut(sql);
    try {
      boolean isWanted = true;
      while (isWanted) {
        // To be asked before the server was at it does not unblock anything.
        if (stop.isAsked()) {
          throw new StoreUnavailableException(Reason.BUSY, null);
        }
        byte[] message = copy.readFromCopy();
        if (message == null) {
          return;
        }
        isWanted = messages.next(message);
      }
    } finally {
      if (copy.isActive()) {
        end(copy);
      }
    }
  }

  /**
   * Has the server stop, and throws away what is on its way. The driver's own {@code cancelCopy}
   * leaves that for the next statement to stumble over.
   */
  private void end(CopyOut copy) {
    try {
      driver.cancelQuery();
      byte[] onItsWay = copy.readFromCopy();
      while (onItsWay != null) {
        onItsWay = copy.readFromCopy();
      }
      // It was over before the server heard of it, who may hear of it when somebody else asks.
      isSuspect = true;
    } catch (SQLException e) {
      // As it should, if the server says so and we have nothing more to read.
      isSuspect |= copy.isActive() || !QUERY_CANCELED.equals(e.getSQLState());
    }
  }

  /**
   * By any thread. It must not hit whoever is lent the connection next: not even late, as a request
   * to cancel may be.
   */
  private synchronized void cancel() {
    isSuspect = true;
    if (!isOver) {
      try {
        driver.cancelQuery();
      } catch (SQLException e) {
        LOG.debug("copy_not_cancelled", e);
      }
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    isOver = true;
    try {
      connection.setNetworkTimeout(Runnable::run, timeoutBefore);
    } catch (SQLException e) {
      isSuspect = true;
    }
    if (isSuspect) {
      connection.unwrap(PooledConnection.class).setDiscarded(true);
    }
  }
}
