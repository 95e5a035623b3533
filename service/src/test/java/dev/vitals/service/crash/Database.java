package dev.vitals.service.crash;

import static org.awaitility.Awaitility.await;

import dev.vitals.service.crash.Request.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The embedded database of a service that runs, by its files: asked through {@code
 * EmbeddedPostgres}, a test would take it over in a moment in which the service is dead.
 */
final class Database {
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int ROWS_AT_ONCE = 10_000;

  private final Path directory;

  /**
   * @param directory the service's data directory
   */
  Database(Path directory) {
    this.directory = directory;
  }

  long postmaster() throws IOException {
    return number(PID);
  }

  /** The postmaster first: it must not see its children die. */
  List<Long> processes() throws IOException {
    ProcessHandle postmaster = ProcessHandle.of(postmaster()).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.children())
        .map(ProcessHandle::pid)
        .toList();
  }

  /** As superuser, once it takes connections. */
  Connection connect() {
    return await().atMost(Rig.LIMIT).ignoreExceptions().until(this::open, Objects::nonNull);
  }

  /** With a limit: a process that is stopped may hold what an answer needs. */
  private Connection open() throws IOException, SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%s/vitals?socketTimeout=10".formatted(number(PORT)),
        "postgres",
        Files.readString(directory.resolve("password")));
  }

  /** Each commit now takes some milliseconds, even where a flush to disk takes none. */
  void slowCommits() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("alter system set commit_delay = 20000");
      statement.execute("alter system set commit_siblings = 0");
      statement.execute("select pg_reload_conf()");
    }
  }

  void forEachRow(Consumer<Row> consumer) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows =
          statement.executeQuery(
              "select user_id, extract(epoch from timestamp), heart_rate, steps, calories"
                  + " from health_metrics")) {
        while (rows.next()) {
          consumer.accept(
              new Row(
                  rows.getLong(1),
                  rows.getLong(2),
                  rows.getInt(3) / 10,
                  rows.getInt(4),
                  rows.getInt(5)));
        }
      }
    }
  }

  private long number(int line) throws IOException {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("pgdata/postmaster.pid")).get(line).strip());
  }
}
