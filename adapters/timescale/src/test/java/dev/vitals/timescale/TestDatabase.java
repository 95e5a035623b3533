package dev.vitals.timescale;

import com.codahale.metrics.MetricRegistry;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.schema.SchemaMigration;
import io.dropwizard.db.ManagedDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** A database of a test's own, dropped when it is closed. */
public final class TestDatabase implements AutoCloseable {
  private final TestServer server;
  private final String name;
  private final List<ManagedDataSource> pools = new ArrayList<>();

  private TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Without any table. On TimescaleDB, with the extension. */
  public static TestDatabase empty(TestServer server) throws SQLException {
    TestDatabase database = plain(server);
    if (server == TestServer.TIMESCALE) {
      database.execute("create extension if not exists timescaledb");
    }
    return database;
  }

  /** Without the extension, whatever the server has. */
  public static TestDatabase plain(TestServer server) throws SQLException {
    String url = server.url();
    TestDatabase database =
        new TestDatabase(server, "test_" + UUID.randomUUID().toString().replace("-", ""));
    executeAt(url, "create database " + database.name + " template template0");
    return database;
  }

  /** With the schema of this version. */
  public static TestDatabase migrated(TestServer server) throws Exception {
    TestDatabase database = empty(server);
    database.migrate();
    return database;
  }

  public void migrate() throws Exception {
    migrate(StorageSettings.DEFAULTS);
  }

  public void migrate(StorageSettings settings) throws Exception {
    try (Connection connection = connect()) {
      SchemaMigration.run(connection, settings);
    }
  }

  /** The same for other metrics. */
  public static StorageSettings withMetrics(MetricCatalogue catalogue, StorageSettings settings) {
    return new StorageSettings(
        settings.chunkInterval(),
        settings.columnarAfter(),
        settings.watermarkLag(),
        settings.rawRetention(),
        catalogue);
  }

  public String url() {
    return server.url().replaceFirst("/[^/?]*\\?", "/" + name + "?");
  }

  public String name() {
    return name;
  }

  /** As maintenance and migrations connect. */
  public Connection connect() throws SQLException {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setUrl(url());
    return factory.connect();
  }

  public ManagedDataSource pool() {
    return pool(new TimescaleDataSourceFactory());
  }

  public ManagedDataSource pool(TimescaleDataSourceFactory factory) {
    factory.setUrl(url());
    ManagedDataSource pool = factory.build(new MetricRegistry(), "test");
    pools.add(pool);
    return pool;
  }

  /** As the service has it. */
  public Jdbi jdbi() {
    return jdbi(pool());
  }

  public static Jdbi jdbi(ManagedDataSource pool) {
    return TimescaleJdbi.configured(Jdbi.create(pool));
  }

  /** A setting of the server's, as a connection of the service has it. */
  public String sessionSetting(String name) {
    return jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select current_setting(:name)")
                    .bind("name", name)
                    .mapTo(String.class)
                    .one());
  }

  public RollupMaintenance maintenance(StorageSettings settings) {
    return new RollupMaintenance(TimescaleJdbi.configured(Jdbi.create(this::connect)), settings);
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    for (ManagedDataSource pool : pools) {
      try {
        pool.stop();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    executeAt(server.url(), "drop database if exists " + name + " with (force)");
  }

  private static void executeAt(String url, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
