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

/**
 * The numbers of names that were removed, as far as this process knows. A process may remember the
 * number of a name that another one has removed since; it must not store by it, nor answer by it
 * for whoever has that name now. Nobody has to be told for that: how many were removed stands in
 * the state of the rollups, which every write and every answer sees.
 *
 * <p>For any number of threads.
 */
public final class RemovedUsers {
  private record Known(long count, Set<Long> ids) {}

  private final List<Runnable> forgetting = new CopyOnWriteArrayList<>();
  private volatile Known known = new Known(0, Set.of());

  /** Has something forget the numbers it remembers, whenever there are more removed ones. */
  void onChange(Runnable forget) {
    forgetting.add(forget);
  }

  /** As the state counts them. */
  public long count() {
    return known.count;
  }

  /**
   * @param connection of the statement or transaction that saw the state
   * @param count that it saw
   * @param userIds by which it answers or writes
   * @throws StoreUnavailableException one of them is removed: asking again finds out who has its
   *     name now
   */
  public void check(Connection connection, long count, long... userIds) throws SQLException {
    read(connection, count);
    check(userIds);
  }

  /** Reads them, if the state counts others than are known. */
  public void read(Connection connection, long count) throws SQLException {
    if (count != known.count) {
      known = new Known(count, read(connection));
      forgetting.forEach(Runnable::run);
    }
  }

  /** The same, by what is known. */
  public void check(long... userIds) {
    Set<Long> removed = known.ids;
    if (removed.isEmpty()) {
      return;
    }
    for (long userId : userIds) {
      if (userId < 0 && removed.contains(userId)) {
        forgetting.forEach(Runnable::run);
        throw new StoreUnavailableException(
            Reason.BUSY, new IllegalStateException("a user was removed meanwhile"));
      }
    }
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
