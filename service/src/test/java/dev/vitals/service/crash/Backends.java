package dev.vitals.service.crash;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processes of the database that work for the service, as seen over a connection beside it. */
final class Backends implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String AT_WORK =
      "select pid, backend_xid::text as xid from pg_stat_activity"
          + " where application_name = 'vitals' and state = 'active'";

  /** A transaction has its number until others see its commit. */
  private static final String COMMITTING =
      AT_WORK + " and lower(btrim(query)) = 'commit' and backend_xid is not null";

  /** Not the rollups' maintenance: it has written samples, and holds that lock to its end. */
  private static final String COMMITTING_SAMPLES =
      COMMITTING
          + " and pid in (select pid from pg_locks where mode = 'RowExclusiveLock'"
          + " and relation = 'health_metrics'::regclass)";

  private record Backend(long pid, String xid) {}

  private final Connection connection;
  private final Signals signals;

  Backends(Database database, Signals signals) {
    this.connection = database.connect();
    this.signals = signals;
  }

  /**
   * @return the process of one that was stopped and afterwards still seen in a commit of samples
   */
  long stopOneInCommit() throws IOException, SQLException {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < giveUp) {
      Optional<Backend> seen = find(COMMITTING_SAMPLES);
      if (seen.isPresent()) {
        long pid = seen.get().pid();
        signals.stop(List.of(pid));
        if (isStillCommitting(seen.get())) {
          return pid;
        }
        signals.resume(List.of(pid));
      }
    }
    throw new AssertionError("no commit of samples was under way within " + LIMIT);
  }

  /**
   * @return the process of one that runs a statement
   */
  long findOneAtWork() throws SQLException {
    return await(AT_WORK).pid();
  }

  /** Until one waits for a lock. */
  void awaitOneThatWaits() throws SQLException {
    await(AT_WORK + " and wait_event_type = 'Lock'");
  }

  private Backend await(String sql) throws SQLException {
    long giveUp = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < giveUp) {
      Optional<Backend> seen = find(sql);
      if (seen.isPresent()) {
        return seen.get();
      }
    }
    throw new AssertionError("none within %s: %s".formatted(LIMIT, sql));
  }

  /** Without pg_locks, of which a stopped process may hold a part. */
  private boolean isStillCommitting(Backend backend) throws SQLException {
    return find(COMMITTING + " and (pid, backend_xid::text) = (?, ?)", backend.pid(), backend.xid())
        .isPresent();
  }

  private Optional<Backend> find(String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + " limit 1")) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new Backend(rows.getLong("pid"), rows.getString("xid")))
            : Optional.empty();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
