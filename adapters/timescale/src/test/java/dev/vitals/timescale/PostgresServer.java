package dev.vitals.timescale;

import com.codahale.metrics.MetricRegistry;
import dev.vitals.timescale.schema.SchemaMigration;
import io.dropwizard.db.ManagedDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** One PostgreSQL for all tests of a run, and a database of its own for each test. */
public final class PostgresServer {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private PostgresServer() {}

  /** The URL of a new database without any table. */
  public static String emptyDatabase() {
    String name = "test_" + DATABASES.incrementAndGet();
    try (Connection connection = SERVER.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/" + name + "?user=postgres";
  }

  /** The URL of a new database with the schema of this version. */
  static String migratedDatabase() throws Exception {
    String url = emptyDatabase();
    try (Connection connection = DriverManager.getConnection(url)) {
      SchemaMigration.run(connection);
    }
    return url;
  }

  static ManagedDataSource pool(String url) {
    return pool(new TimescaleDataSourceFactory(), url);
  }

  static ManagedDataSource pool(TimescaleDataSourceFactory factory, String url) {
    factory.setUrl(url);
    return factory.build(new MetricRegistry(), "test");
  }

  static Jdbi jdbi(ManagedDataSource pool) {
    return TimescaleJdbi.configured(Jdbi.create(pool));
  }

  private static EmbeddedPostgres start() {
    try {
      return EmbeddedPostgres.builder().start();
    } catch (IOException e) {
      throw new IllegalStateException("no PostgreSQL could be started", e);
    }
  }
}
