package dev.vitals.bench.rig;

import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.schema.SchemaMigration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A database of the bench's own on the server it is given, or an embedded one. Nothing of either is
 * left when it is closed.
 */
public final class BenchDatabase implements AutoCloseable {
  private static final String NAME = "vitals_bench";

  private final @Nullable EmbeddedPostgres embedded;
  private final @Nullable Path directory;
  private final String serverUrl;

  private BenchDatabase(
      @Nullable EmbeddedPostgres embedded, @Nullable Path directory, String serverUrl) {
    this.embedded = embedded;
    this.directory = directory;
    this.serverUrl = serverUrl;
  }

  public static BenchDatabase create() throws Exception {
    BenchDatabase database = onServer(System.getenv("VITALS_BENCH_URL"));
    try {
      database.setUp();
      return database;
    } catch (Exception e) {
      // The embedded server would stay.
      database.close();
      throw e;
    }
  }

  private void setUp() throws Exception {
    if (embedded == null) {
      atServer("drop database if exists " + NAME + " with (force)");
      atServer("create database " + NAME + " template template0");
    }
    boolean hasTimescale =
        one("select exists (select from pg_available_extensions where name = 'timescaledb')")
            .equals("t");
    if (hasTimescale) {
      execute("create extension if not exists timescaledb");
    }
    try (Connection connection = connect()) {
      SchemaMigration.run(connection, StorageSettings.DEFAULTS);
    }
  }

  private static BenchDatabase onServer(@Nullable String url) throws IOException {
    if (url != null) {
      return new BenchDatabase(null, null, url);
    }
    Path directory = Files.createTempDirectory("vitals-bench");
    EmbeddedPostgres embedded = EmbeddedPostgres.start(directory.resolve("data"));
    return new BenchDatabase(
        embedded,
        directory,
        embedded.jdbcUrl() + "?user=" + embedded.user() + "&password=" + embedded.password());
  }

  public String url() {
    // The embedded one's user may use the database it has and make no other.
    return embedded == null ? serverUrl.replaceFirst("/[^/?]*\\?", "/" + NAME + "?") : serverUrl;
  }

  public Connection connect() throws SQLException {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setUrl(url());
    return factory.connect();
  }

  /** As the service has it, but without a pool. */
  public Jdbi jdbi() {
    return TimescaleJdbi.configured(Jdbi.create(this::connect));
  }

  public RollupMaintenance maintenance() {
    return new RollupMaintenance(jdbi(), StorageSettings.DEFAULTS);
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * Has each commit wait before it flushes, in place of a slower disk; of connections made
   * afterwards.
   *
   * @throws SQLException the server's user is no superuser
   */
  public void delayCommits(int micros) throws SQLException, IOException {
    String name = one("select quote_ident(current_database())");
    try (Connection connection = asSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("alter database " + name + " set commit_delay = " + micros);
      // However few others are at work: a disk does not ask.
      statement.execute("alter database " + name + " set commit_siblings = 0");
    }
  }

  private Connection asSuperuser() throws SQLException, IOException {
    if (embedded == null || directory == null) {
      return DriverManager.getConnection(serverUrl);
    }
    return DriverManager.getConnection(
        embedded.jdbcUrl(), "postgres", Files.readString(directory.resolve("data/password")));
  }

  /** One value, as text. */
  public String one(String sql) {
    return jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }

  /** Where the write-ahead log stands, in bytes. */
  public long walPosition() {
    return Long.parseLong(one("select (pg_current_wal_insert_lsn() - '0/0')::bigint"));
  }

  /** Of table, rollups and corrections, indexes included. */
  public long bytesOf(String relation) {
    boolean isTimescale =
        one("select exists (select from pg_extension where extname = 'timescaledb')").equals("t");
    Optional<String> hypertable =
        isTimescale
            ? jdbi()
                .withHandle(
                    handle ->
                        handle
                            .createQuery(
                                """
                                select format('%I.%I', materialization_hypertable_schema,
                                                       materialization_hypertable_name)
                                from timescaledb_information.continuous_aggregates
                                where view_name = :relation
                                union all
                                select hypertable_name::text from timescaledb_information.hypertables
                                where hypertable_name = :relation
                                """)
                            .bind("relation", relation)
                            .mapTo(String.class)
                            .findOne())
            : Optional.empty();
    return Long.parseLong(
        hypertable
            .map(name -> one("select hypertable_size('" + name + "')"))
            .orElseGet(() -> one("select pg_total_relation_size('" + relation + "')")));
  }

  private void atServer(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(serverUrl);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException, IOException {
    if (embedded == null) {
      atServer("drop database if exists " + NAME + " with (force)");
    } else {
      embedded.close();
    }
    if (directory != null) {
      // Gigabytes after a run of ingest.
      Directories.delete(directory);
    }
  }
}
