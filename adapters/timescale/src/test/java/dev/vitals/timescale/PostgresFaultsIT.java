package dev.vitals.timescale;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.google.common.base.Throwables;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.user.RemovedUsers;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real server does when it cannot, and what the port says then. */
class PostgresFaultsIT {
  private static final int CANARY_STEPS = 54_321;
  private static final long CANARY_USER = 987_654_321_987L;

  private TestDatabase database;
  private ManagedDataSource pool;
  private Jdbi jdbi;
  private TimescaleSampleStore store;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(TestServer.POSTGRES);
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setMaxSize(2);
    factory.setMaxWaitForConnection(Duration.milliseconds(200));
    factory.setInitializationQuery("set statement_timeout = '500ms'");
    pool = database.pool(factory);
    jdbi = TestDatabase.jdbi(pool);
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void aRefusedRowIsARejectionWithoutAnyReadingInItsStackTrace() throws Exception {
    database.execute("alter table health_metrics add check (steps < 100)");

    Throwable thrown = catchThrowable(() -> store.store(canary()));

    assertThat(thrown).isInstanceOf(StoreRejectedException.class);
    assertThat(Throwables.getStackTraceAsString(thrown))
        .contains("violates check constraint")
        .doesNotContain(Integer.toString(CANARY_STEPS))
        .doesNotContain(Long.toString(CANARY_USER));
  }

  @Test
  void nothingOfARefusedBatchIsStored() throws Exception {
    database.execute("alter table health_metrics add check (steps < 100)");
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 2);
    builder.add(1, 0, 60, 1, ABSENT);
    builder.add(2, 0, 60, CANARY_STEPS, ABSENT);
    SampleBatch batch = builder.build();

    assertThatThrownBy(() -> store.store(batch)).isInstanceOf(StoreRejectedException.class);
    assertThat(rows()).isZero();
  }

  @Test
  void aMissingTableIsARejection() throws Exception {
    database.execute("drop table health_metrics");

    assertThatThrownBy(() -> store.store(canary())).isInstanceOf(StoreRejectedException.class);
  }

  @Test
  void aReadOnlyDatabaseIsUnavailableForWritingAndAnswersReads() throws Exception {
    store.store(canary());
    database.execute(
        "alter database " + database.name() + " set default_transaction_read_only = on");
    pool.stop();
    pool = database.pool();
    jdbi = TestDatabase.jdbi(pool);
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());

    assertUnavailable(Reason.READ_ONLY);
    assertThat(
            new TimescaleSummarySource(jdbi, java.time.Duration.ZERO, new RemovedUsers())
                .summarize(
                    CANARY_USER,
                    new TimeRange(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)),
                    SHIPPED)
                .samples())
        .isEqualTo(1);
  }

  @Test
  void aStatementThatWaitsTooLongForALockIsBusy() throws Exception {
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in access exclusive mode");

      assertUnavailable(Reason.BUSY);
      other.rollback();
    }
    store.store(canary());
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void aPoolWithoutAFreeConnectionIsBusy() throws Exception {
    try (Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      assertThat(first).isNotSameAs(second);
      assertUnavailable(Reason.BUSY);
    }
  }

  @Test
  void aServerThatIsNotThereIsAway() throws Exception {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=postgres");
    ManagedDataSource nobody = factory.build(new MetricRegistry(), "test");
    TimescaleSampleStore unreachable =
        new TimescaleSampleStore(TestDatabase.jdbi(nobody), WriteMeter.NONE, new RemovedUsers());

    assertThatThrownBy(() -> unreachable.store(canary()))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(Reason.AWAY));
    nobody.stop();
  }

  @Test
  void connectionsThatDiedWithTheServerAreReplacedOnceItIsBack() throws Exception {
    store.store(canary());
    database.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");

    // Within the validation interval a dead one may still be lent, which is a 503 at most.
    await()
        .atMost(java.time.Duration.ofSeconds(5))
        .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
        .until(
            () -> {
              store.store(canary());
              return true;
            });
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void everyConnectionCommitsDurablyEvenIfTheDatabaseIsSetNotTo() throws Exception {
    database.execute("alter database " + database.name() + " set synchronous_commit = off");

    assertThat(database.sessionSetting("synchronous_commit")).isEqualTo("on");
  }

  @Test
  void aStrongerSettingOfTheOperatorStays() throws Exception {
    database.execute(
        "alter database " + database.name() + " set synchronous_commit = remote_apply");

    assertThat(database.sessionSetting("synchronous_commit")).isEqualTo("remote_apply");
  }

  private void assertUnavailable(Reason reason) {
    assertThatThrownBy(() -> store.store(canary()))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static SampleBatch canary() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(CANARY_USER, 0, 60, CANARY_STEPS, ABSENT);
    return builder.build();
  }

  private int rows() {
    return jdbi.withHandle(
        handle ->
            handle.createQuery("select count(*) from health_metrics").mapTo(Integer.class).one());
  }
}
