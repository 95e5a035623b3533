package dev.vitals.timescale.user;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The numbers of names that were removed, as far as this process knows. A process may remember the
 * number of a name that another one has removed since; it must not store by it, nor answer by it
 * for whoever has that name now. Nobody has to be told for that: a number that is raised with each
 * removal stands in the state of the rollups, which every write and every answer sees.
 *
 * <p>For any number of threads.
 */
public final class RemovedUsers {
  /**
   * @param count as the state has it
   */
  public record Known(long count, Set<Long> ids) {
    private static final Known NOTHING = new Known(0, Set.of());

    private boolean has(long userId) {
      return userId < 0 && ids.contains(userId);
    }
  }

  private final List<Consumer<Set<Long>>> forgetting = new CopyOnWriteArrayList<>();
  private volatile Known known = Known.NOTHING;

  /** Has something forget the numbers it remembers that are removed, whenever more are known. */
  void onChange(Consumer<Set<Long>> forget) {
    forgetting.add(forget);
  }

  public Known known() {
    return known;
  }

  /** The database that answers next may be another, and count otherwise. */
  void forget() {
    known = Known.NOTHING;
  }

  /**
   * @param connection of the statement or transaction that saw the state
   * @param count that it saw
   * @param userIds by which it answers or writes
   * @throws StoreUnavailableException one of them is removed
   */
  public void check(Connection connection, long count, long... userIds) throws SQLException {
    check(asOf(connection, count), userIds);
  }

  /**
   * The same, by what is known.
   *
   * @throws StoreUnavailableException one of them is removed: asking again finds out who has its
   *     name now
   */
  public void check(Known known, long... userIds) {
    if (known.ids.isEmpty()) {
      return;
    }
    for (long userId : userIds) {
      if (known.has(userId)) {
        // Again: it may have been looked up before, and remembered behind.
        forget(known);
        throw new StoreUnavailableException(
            Reason.BUSY, new IllegalStateException("a user was removed meanwhile"));
      }
    }
  }

  private void forget(Known removed) {
    forgetting.forEach(forget -> forget.accept(removed.ids));
  }

  /** Those that the state counts; read, if it counts others than are known. */
  public Known asOf(Connection connection, long count) throws SQLException {
    Known now = known;
    return now.count == count ? now : read(connection, count);
  }

  /** One by one: others that see the same find it read. */
  private synchronized Known read(Connection connection, long count) throws SQLException {
    Known now = known;
    if (now.count != count) {
      now = new Known(count, read(connection));
      known = now;
      forget(now);
    }
    return now;
  }

  private static Set<Long> read(Connection connection) throws SQLException {
    Set<Long> ids = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from health_metrics_users_removed")) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }
}
