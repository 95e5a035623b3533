package dev.vitals.timescale;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.codahale.metrics.MetricRegistry;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.user.RemovedUsers;
import io.dropwizard.db.ManagedDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a whole server, while few samples are merged and while many are copied. */
@ParameterizedClass
@ValueSource(ints = {1, 400})
class ServerFaultsIT {
  private final int rows;

  private TestDatabase database;
  private TimescaleSampleStore store;

  ServerFaultsIT(int rows) {
    this.rows = rows;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(TestServer.POSTGRES);
    store = store("10", "2");
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void afterAFullDiskThereIsNothingOfTheBatchAndWithRoomItIsStored(@TempDir Path directory)
      throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=16m,mode=777", "tmpfs", directory.toString()) == 0,
        "NOT TESTED: a full disk, for only root may mount a small one");
    try {
      Path tablespace = Files.createDirectory(directory.resolve("tablespace"));
      run("chmod", "777", tablespace.toString());
      run("chown", serverUser(), tablespace.toString());
      String name = "small_" + database.name();
      database.execute("create tablespace " + name + " location '" + tablespace + "'");
      try {
        database.execute("alter table health_metrics set tablespace " + name);
        store.store(batch(0));
        Path filler = directory.resolve("filler");
        run("sh", "-c", "cat /dev/zero >'" + filler + "' 2>/dev/null");

        assertUnavailable(Reason.FULL, () -> storeUntilItFails());
        long stored = count();
        assertThat(stored % rows).isZero();

        Files.delete(filler);
        store.store(batch(1_000_000));
        assertThat(count()).isEqualTo(stored + rows);
      } finally {
        database.execute("drop table health_metrics");
        database.execute("drop tablespace " + name);
      }
    } finally {
      run("umount", directory.toString());
    }
  }

  /** The last page has some room. */
  private void storeUntilItFails() {
    for (int i = 1; i < 10_000; i++) {
      store.store(batch(i * rows));
    }
  }

  @Test
  void aFrozenServerIsAwayForNoLongerThanTheSocketTimeoutAndGoesOnAfterwards() throws Exception {
    store = store("10", "1");
    store.store(batch(0));
    List<ProcessHandle> server = processes();
    signal("STOP", server);
    try {
      long begin = System.nanoTime();
      assertThatThrownBy(() -> store.store(batch(rows)))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    } finally {
      signal("CONT", server);
    }

    awaitStored(batch(2 * rows));
    // What was sent into the frozen one may have come to be, but whole.
    assertThat(count()).isIn(2L * rows, 3L * rows);
  }

  @Test
  void aServerWithoutAConnectionToSpareIsBusy() throws Exception {
    database.execute("create role few_" + database.name() + " login connection limit 1");
    database.execute("grant all on all tables in schema public to few_" + database.name());
    try {
      TimescaleDataSourceFactory few = new TimescaleDataSourceFactory();
      few.setMinSize(0);
      few.setInitialSize(0);
      few.setUrl(database.url().replace("user=postgres", "user=few_" + database.name()));
      ManagedDataSource pool = few.build(new MetricRegistry(), "few");
      TimescaleSampleStore limited =
          new TimescaleSampleStore(TestDatabase.jdbi(pool), WriteMeter.NONE, new RemovedUsers());
      limited.store(batch(0));
      try (Connection only = pool.getConnection()) {
        assertThat(only.isValid(1)).isTrue();

        assertUnavailable(Reason.BUSY, () -> limited.store(batch(rows)));
      }
      limited.store(batch(rows));
      pool.stop();
    } finally {
      database.execute("drop owned by few_" + database.name());
      database.execute("drop role few_" + database.name());
    }
  }

  @Test
  void aDeadlockIsResolvedByTryingAgain() throws Exception {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, rows + 1);
    for (int row = 0; row <= rows; row++) {
      builder.add(row + 1, 0, 60, ABSENT, ABSENT);
    }
    SampleBatch batch = builder.build();
    ExecutorService sessions = Executors.newSingleThreadExecutor();
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("set deadlock_timeout = '1h'");
      insert(statement, rows + 1);
      Future<?> writer = sessions.submit(() -> store.store(batch));
      awaitRowWaiter();
      // Now each waits for the other, and only the writer looks for deadlocks.
      insert(statement, 1);
      other.commit();

      writer.get(20, TimeUnit.SECONDS);
    } finally {
      sessions.shutdownNow();
    }
    assertThat(count()).isEqualTo(rows + 1);
  }

  @Test
  void aServerThatIsReadOnlyTakesNothing() throws Exception {
    database.execute(
        "alter database " + database.name() + " set default_transaction_read_only = on");

    assertUnavailable(Reason.READ_ONLY, () -> store("10", "2").store(batch(0)));
    assertThat(count()).isZero();
  }

  @Test
  void aStatementThatIsCancelledOrASessionThatIsEndedLeavesNothingOfTheBatch() throws Exception {
    for (String end : List.of("pg_cancel_backend", "pg_terminate_backend")) {
      ExecutorService sessions = Executors.newSingleThreadExecutor();
      try (Connection other = database.connect();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        insert(statement, rows);
        Future<?> writer = sessions.submit(() -> store.store(users(rows)));
        awaitRowWaiter();
        statement.execute(
            "select "
                + end
                + "(pid) from pg_locks join pg_stat_activity using (pid)"
                + " where not granted and datname = current_database()");

        assertThatThrownBy(writer::get).hasCauseInstanceOf(StoreUnavailableException.class);
        other.rollback();
      } finally {
        sessions.shutdownNow();
      }
      assertThat(count()).isZero();
    }
  }

  private static void insert(Statement statement, int user) throws SQLException {
    statement.execute(
        "insert into health_metrics (user_id, timestamp, steps) values ("
            + user
            + ", timestamptz 'epoch', 1) on conflict (user_id, timestamp) do update set steps = 1");
  }

  private TimescaleSampleStore store(String connectTimeout, String socketTimeout) {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.getProperties().put("connectTimeout", connectTimeout);
    factory.getProperties().put("socketTimeout", socketTimeout);
    factory.getProperties().put("loginTimeout", "2");
    return new TimescaleSampleStore(
        TestDatabase.jdbi(database.pool(factory)), WriteMeter.NONE, new RemovedUsers());
  }

  private static void assertUnavailable(Reason reason, ThrowingCallable storing) {
    assertThatThrownBy(storing)
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private void awaitStored(SampleBatch batch) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(
            () -> {
              store.store(batch);
              return true;
            });
  }

  private void awaitRowWaiter() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                one(
                        "select count(*) from pg_locks join pg_stat_activity using (pid)"
                            + " where not granted and datname = current_database()")
                    > 0);
  }

  /** Of the whole server, the postmaster first. */
  private List<ProcessHandle> processes() throws Exception {
    String directory =
        Jdbi.create(database.url())
            .withHandle(
                handle -> handle.createQuery("show data_directory").mapTo(String.class).one());
    String pid = Files.readAllLines(Path.of(directory, "postmaster.pid")).get(0).strip();
    ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
  }

  private String serverUser() throws Exception {
    String directory =
        Jdbi.create(database.url())
            .withHandle(
                handle -> handle.createQuery("show data_directory").mapTo(String.class).one());
    return Files.getOwner(Path.of(directory)).getName();
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    for (ProcessHandle process : processes) {
      run("kill", "-" + name, Long.toString(process.pid()));
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private SampleBatch batch(int firstSecond) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, rows);
    for (int row = 0; row < rows; row++) {
      builder.add(7, (firstSecond + row) * 1_000_000L, 60, ABSENT, ABSENT);
    }
    return builder.build();
  }

  private static SampleBatch users(int count) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, count);
    for (int user = 1; user <= count; user++) {
      builder.add(user, 0, 60, ABSENT, ABSENT);
    }
    return builder.build();
  }

  private long count() {
    return one("select count(*) from health_metrics");
  }

  private long one(String sql) {
    return Jdbi.create(database.url())
        .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
