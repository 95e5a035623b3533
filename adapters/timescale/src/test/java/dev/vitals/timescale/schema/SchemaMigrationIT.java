package dev.vitals.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.kind.StorageSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.lockservice.LockServiceFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SchemaMigrationIT {
  private final TestServer server;

  private TestDatabase database;

  SchemaMigrationIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void createDatabase() throws Exception {
    database = TestDatabase.empty(server);
  }

  @AfterEach
  void dropDatabase() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void everyColumnSaysItsUnit() throws Exception {
    migrate();

    assertThat(
            strings(
                "select a.attname || ': ' || col_description(a.attrelid, a.attnum)"
                    + " from pg_attribute a where a.attrelid = 'health_metrics'::regclass"
                    + " and a.attnum > 0 order by a.attnum"))
        .hasSize(5)
        .anySatisfy(comment -> assertThat(comment).startsWith("heart_rate: bpm, in units of 10^-1"))
        .anySatisfy(comment -> assertThat(comment).startsWith("calories: kcal, in units of 10^-3"));
  }

  @Test
  void theOnlyBtreeIsTheKey() throws Exception {
    migrate();

    assertThat(
            strings(
                "select indexdef from pg_indexes where tablename = 'health_metrics' order by 1"))
        .satisfiesExactly(
            brin -> assertThat(brin).contains("USING brin (\"timestamp\")"),
            key -> assertThat(key).contains("UNIQUE").endsWith("(user_id, \"timestamp\")"));
  }

  @Test
  void aSecondRunChangesNothing() throws Exception {
    migrate();
    List<String> applied = appliedChanges();
    migrate();

    assertThat(appliedChanges()).isEqualTo(applied).isNotEmpty();
  }

  @Test
  void aDatabaseOfBeforeTheFirstReleaseIsRefused() throws Exception {
    migrate();
    database.execute(
        "update databasechangelog set id = '0001-health-metrics' where id = 'baseline-samples'");

    assertThatThrownBy(this::migrate)
        .hasRootCauseInstanceOf(OlderSchemaException.class)
        .rootCause()
        .hasMessageContaining("empty database");
    try (Connection connection = database.connect()) {
      assertThatThrownBy(() -> SchemaMigration.look(connection, StorageSettings.DEFAULTS))
          .isInstanceOf(OlderSchemaException.class);
    }
  }

  @Test
  void ofTwoThatStartAtOnceOneMigratesAndTheOtherWaits() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> instances = new ArrayList<>();
      for (int instance = 0; instance < 2; instance++) {
        instances.add(
            executor.submit(
                () -> {
                  start.await();
                  migrate();
                  return null;
                }));
      }
      for (Future<?> instance : instances) {
        instance.get(60, TimeUnit.SECONDS);
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(appliedChanges()).doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void aLockHeldByALiveSessionIsWaitedForAndOneOfADeadSessionIsGone() throws Exception {
    Connection crashing = database.connect();
    assertThat(
            LockServiceFactory.getInstance()
                .getLockService(
                    DatabaseFactory.getInstance()
                        .findCorrectDatabaseImplementation(new JdbcConnection(crashing)))
                .acquireLock())
        .isTrue();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> waiting =
          executor.submit(
              () -> {
                migrate();
                return null;
              });
      await()
          .during(java.time.Duration.ofSeconds(1))
          .atMost(java.time.Duration.ofSeconds(5))
          .until(() -> !waiting.isDone() && !tableExists());

      // A crash, as the server sees it: no goodbye.
      try (Connection killer = database.connect();
          Statement statement = killer.createStatement()) {
        statement.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted");
      }

      waiting.get(30, TimeUnit.SECONDS);
      assertThat(tableExists()).isTrue();
    } finally {
      executor.shutdownNow();
      crashing.close();
    }
  }

  @Test
  void aLockRowLeftByLiquibaseItselfDoesNotStopTheStart() throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table databasechangeloglock (id int primary key, locked boolean not null,"
              + " lockgranted timestamp, lockedby varchar(255))");
      statement.execute("insert into databasechangeloglock values (1, true, now(), 'crashed')");
    }

    migrate();

    assertThat(tableExists()).isTrue();
  }

  /** PostgreSQL 15 and newer let only the owner of a database make tables in its schema public. */
  @Test
  void aMissingRightIsToldWithTheGrantThatHelps() throws Exception {
    String user = database.name() + " u";
    database.execute("create role \"" + user + "\" login password 'secret'");
    try {
      assertThatThrownBy(() -> migrateAs(user))
          .cause()
          .isInstanceOf(MissingRightException.class)
          .hasMessageContaining("permission denied for schema public")
          .hasMessageContaining("\"grant usage, create on schema public to \"" + user + "\"\"")
          .hasMessageNotContaining("aborted");
      database.execute("revoke usage on schema public from public");
      assertThatThrownBy(() -> migrateAs(user))
          .cause()
          .isInstanceOf(MissingRightException.class)
          .hasMessageContaining("\"grant usage, create on schema public to \"" + user + "\"\"");
      database.execute("grant usage, create on schema public to \"" + user + "\"");
      migrateAs(user);
      assertThat(tableExists()).isTrue();
    } finally {
      database.execute("drop owned by \"" + user + "\"; drop role \"" + user + "\"");
    }
  }

  @Test
  void whatAnotherUserHasMadeIsToldToBeSo() throws Exception {
    String user = database.name() + "_u";
    migrate();
    database.execute("delete from databasechangelog where id = 'baseline-fence'");
    database.execute("create role " + user + " login password 'secret'");
    try {
      database.execute("grant usage, create on schema public to " + user);
      database.execute("grant select, insert on databasechangelog to " + user);
      assertThatThrownBy(() -> migrateAs(user))
          .cause()
          .isInstanceOf(MissingRightException.class)
          .hasMessageContaining(user + " has to own what Vitals has made here")
          .hasMessageNotContaining("aborted");
    } finally {
      database.execute("drop owned by " + user + "; drop role " + user);
    }
  }

  private void migrateAs(String user) throws Exception {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setUrl(database.url().replaceFirst("\\?.*", ""));
    factory.setUser(user);
    factory.setPassword("secret");
    try (Connection connection = factory.connect()) {
      SchemaMigration.run(connection, StorageSettings.DEFAULTS);
    }
  }

  private void migrate() throws Exception {
    database.migrate();
  }

  private boolean tableExists() throws SQLException {
    return !strings("select tablename from pg_tables where tablename = 'health_metrics'").isEmpty();
  }

  private List<String> appliedChanges() throws SQLException {
    return strings("select id from databasechangelog");
  }

  private List<String> strings(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> strings = new ArrayList<>();
      while (rows.next()) {
        strings.add(rows.getString(1));
      }
      return strings;
    }
  }
}
