package dev.vitals.timescale.schema;

import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.kind.LostExtensionException;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.metrics.KeptMetrics;
import java.sql.Connection;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what depends on the kind of database: hypertable, rollups, columnstore. Looked at anew at
 * every start, not marked as run once, for the extension may come later, and settings change.
 */
final class StorageSetup {
  private static final Logger LOG = LoggerFactory.getLogger(StorageSetup.class);

  private StorageSetup() {}

  /**
   * @param connection in auto-commit, while no other session changes the schema
   * @throws LostExtensionException the database was more once
   */
  static void run(Connection connection, StorageSettings settings) {
    Jdbi.create(new Borrowed(connection)).useHandle(handle -> run(handle, settings));
  }

  /**
   * Changes nothing; for a service that may not. Says nothing of a database without our schema.
   *
   * @throws LostExtensionException the database was more once
   * @throws MetricMismatchException it does not keep a metric as it is defined
   */
  static void look(Connection connection, StorageSettings settings) {
    Jdbi.create(new Borrowed(connection))
        .useHandle(
            handle -> {
              if (isTrue(handle, "to_regclass('health_metrics_rollup_state') is not null")) {
                requireNothingLost(handle, DetectedDatabase.detect(handle));
                MetricSetup.require(handle, settings.catalogue());
              }
            });
  }

  /**
   * @throws RestoringException a backup is being restored
   */
  static void requireRestored(Connection connection) {
    if (Jdbi.create(new Borrowed(connection))
        .withHandle(handle -> isTrue(handle, DatabaseProbe.IS_RESTORING))) {
      throw new RestoringException();
    }
  }

  /**
   * @throws OlderSchemaException the database is of before the first release
   */
  static void requireOurs(Connection connection) {
    if (Jdbi.create(new Borrowed(connection)).withHandle(StorageSetup::isOlder)) {
      throw new OlderSchemaException();
    }
  }

  private static boolean isOlder(Handle handle) {
    return isTrue(handle, "to_regclass('databasechangelog') is not null")
        && isTrue(
            handle, "exists (select from databasechangelog where id = '0001-health-metrics')");
  }

  private static boolean isTrue(Handle handle, String condition) {
    return handle.createQuery("select " + condition).mapTo(Boolean.class).one();
  }

  /** The connection stays the caller's to close. */
  private record Borrowed(Connection connection) implements ConnectionFactory {
    @Override
    public Connection openConnection() {
      return connection;
    }

    @Override
    public void closeConnection(Connection borrowed) {}
  }

  private static void run(Handle handle, StorageSettings settings) {
    DetectedDatabase database = DetectedDatabase.detect(handle);
    requireNothingLost(handle, database);
    MetricSetup.add(handle, settings.catalogue());
    database.kind().setUp(handle, settings, KeptMetrics.read(handle));
    handle.execute(
        "update health_metrics_rollup_state set kind = :kind where kind is distinct from :kind"
            .replace(":kind", "'" + database.kind().name() + "'"));
  }

  private static void requireNothingLost(Handle handle, DetectedDatabase database) {
    Name is = database.kind().name();
    Optional<Name> was =
        handle
            .createQuery("select kind from health_metrics_rollup_state")
            .mapTo(String.class)
            .findOne()
            .map(Name::valueOf);
    if (was.isPresent() && is.compareTo(was.get()) < 0) {
      throw new LostExtensionException(was.get(), is);
    }
    LOG.info("database_detected {}", database.describe());
    database.warnings().forEach(warning -> LOG.warn("database_warning {}", warning));
  }
}
