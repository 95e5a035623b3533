package dev.vitals.timescale.schema;

import dev.vitals.timescale.kind.StorageSettings;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.exception.LockException;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Brings a database to the schema this version needs.
 *
 * <p>Liquibase's lock is an advisory one here (liquibase-sessionlock), held by the session: of two
 * services that start at once the second waits and finds nothing left to do, and the lock of one
 * that crashed is gone with its connection. Liquibase's own lock is a row, which stays locked for
 * ever after a crash.
 */
public final class SchemaMigration {
  public static final String CHANGELOG = "migrations.xml";

  private static final int LOCK_WAIT_MINUTES = 2;
  private static final int LOCK_RECHECK_SECONDS = 1;

  private SchemaMigration() {}

  /**
   * Does nothing where the schema is there already.
   *
   * @param connection to the database, in auto-commit; stays open and is the caller's to close
   * @throws LiquibaseException a step failed and was undone, or another session kept the lock; with
   *     a {@link MissingRightException} as its cause where the user may not change the schema
   */
  public static void run(Connection connection, StorageSettings settings)
      throws LiquibaseException {
    try {
      // Its console is the log: standard output belongs to whoever started the service.
      Scope.child(
          Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> migrate(connection, settings));
    } catch (LiquibaseException e) {
      throw e;
    } catch (Exception e) {
      throw new LiquibaseException(e);
    }
  }

  private static void migrate(Connection connection, StorageSettings settings) throws Exception {
    Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    @SuppressWarnings("resource") // closing it closes the caller's connection
    Liquibase liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), database);
    liquibase.setShowSummary(UpdateSummaryEnum.OFF);
    underLock(
        database,
        () -> {
          liquibase.update(new Contexts(), new LabelExpression());
          setUpStorage(database, settings);
        });
  }

  /**
   * For a service that does not migrate: says what the database is, and changes nothing.
   *
   * @throws dev.vitals.timescale.kind.LostExtensionException it was more once
   * @throws RestoringException a backup is being restored
   * @throws OlderSchemaException the database is of before the first release
   */
  public static void look(Connection connection, StorageSettings settings) {
    StorageSetup.requireRestored(connection);
    StorageSetup.requireOurs(connection);
    StorageSetup.look(connection, settings);
  }

  /** What follows the migrations, under the same lock. */
  public static void setUpStorage(Database database, StorageSettings settings) throws Exception {
    Connection connection = connection(database);
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(true);
    AutoCloseable before = () -> connection.setAutoCommit(autoCommit);
    try (before) {
      StorageSetup.run(connection, settings);
    }
  }

  private static Connection connection(Database database) {
    return ((JdbcConnection) database.getConnection()).getUnderlyingConnection();
  }

  /** What runs while no other session changes the schema. */
  public interface Change {
    void run() throws Exception;
  }

  /**
   * Liquibase looks for its table of changes, and makes it, before it asks for the lock: two
   * services on an empty database collide there. So the lock comes first.
   *
   * @throws LockException another session kept it
   * @throws RestoringException a backup is being restored
   * @throws OlderSchemaException the database is of before the first release
   * @throws MissingRightException the user may not change the schema
   */
  public static void underLock(Database database, Change change) throws Exception {
    Connection connection = connection(database);
    StorageSetup.requireRestored(connection);
    StorageSetup.requireOurs(connection);
    MissingRightException.requireSchema(connection);
    try {
      holdLock(database, change);
    } catch (Exception e) {
      Optional<MissingRightException> refused = MissingRightException.of(e, connection);
      throw refused.isPresent() ? refused.get() : e;
    }
  }

  /**
   * Not by finally: a transaction that failed answers the release with "current transaction is
   * aborted", which would take the place of why it did.
   */
  private static void holdLock(Database database, Change change) throws Exception {
    LockService lock = LockServiceFactory.getInstance().getLockService(database);
    lock.setChangeLogLockWaitTime(LOCK_WAIT_MINUTES);
    lock.setChangeLogLockRecheckTime(LOCK_RECHECK_SECONDS);
    lock.waitForLock();
    AutoCloseable held = lock::releaseLock;
    try (held) {
      change.run();
    }
  }
}
