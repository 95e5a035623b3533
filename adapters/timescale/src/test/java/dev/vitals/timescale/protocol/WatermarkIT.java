package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.WriterLock;
import dev.vitals.timescale.user.RemovedUsers;
import io.dropwizard.db.DataSourceFactory.TransactionIsolation;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 1 to 3: the watermark and who writes meanwhile. */
@ParameterizedClass
@EnumSource
class WatermarkIT extends ProtocolTest {
  WatermarkIT(TestServer server) {
    super(server);
  }

  // Rule 1: M is raised, then the rollups are filled, then R is raised.

  @Test
  void aReaderWhileTheRollupsAreFilledMissesNothing() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Pause pause = Pause.before(database, "health_metrics_15m")) {
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      pause.awaitWaiting();

      assertThat(state().markedBelowMicros()).isGreaterThan(EpochMicros.of(noon));
      assertThat(state().coverage().quarterHoursBelowMicros()).isLessThan(EpochMicros.of(noon));
      assertThat(answer()).isEqualTo(heartRates(60));

      pause.release();
      refresh.get(30, TimeUnit.SECONDS);
    }
    assertThat(state().coverage().daysBelowMicros()).isGreaterThan(EpochMicros.of(noon));
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  @Test
  void aSampleWrittenWhileItsBucketIsBeingFilledIsMarked() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Pause pause = Pause.before(database, "health_metrics_15m")) {
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      pause.awaitWaiting();

      store.store(sample(noon.plusSeconds(60), 70));
      assertThat(marks()).isEqualTo(1);

      pause.release();
      refresh.get(30, TimeUnit.SECONDS);
    }
    assertThat(answer()).isEqualTo(heartRates(60, 70));
    maintenance(LAG).settle();
    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aReaderWhileTheDaysAreFilledMissesNothing() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Pause pause = Pause.before(database, "health_metrics_1d")) {
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      pause.awaitWaiting();

      assertThat(state().coverage().daysBelowMicros()).isLessThan(EpochMicros.of(noon));
      assertThat(answer()).isEqualTo(heartRates(60));

      pause.release();
      refresh.get(30, TimeUnit.SECONDS);
    }
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  @Test
  void aSampleWrittenBehindAnyStatementOfARefreshIsCountedOnce() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    List<Integer> written = new ArrayList<>(List.of(60));
    List<Future<?>> writers = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (!writers.stream().allMatch(this::isDoneOrWaits)) {
            return;
          }
          assertThat(answer()).isEqualTo(heartRates(written));
          int heartRate = 60 + written.size();
          Instant at = noon.plusSeconds(written.size());
          Future<?> writer = sessions.submit(() -> store.store(sample(at, heartRate)));
          writers.add(writer);
          written.add(heartRate);
          if (isDoneOrWaits(writer)) {
            assertThat(answer()).isEqualTo(heartRates(written));
          }
        });

    new RollupMaintenance(stepped, settings(LAG, Optional.empty())).refresh();

    assertThat(written).hasSizeGreaterThan(5);
    for (Future<?> writer : writers) {
      writer.get(30, TimeUnit.SECONDS);
    }
    assertThat(answer()).isEqualTo(heartRates(written));
    maintenance(LAG).settle();
    assertThat(answer()).isEqualTo(heartRates(written));
  }

  @Test
  void aLongerLagDoesNotLowerTheWatermark() throws Exception {
    maintenance(LAG).refresh();
    RollupState before = state();
    maintenance(BIG_LAG).refresh();

    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aRefreshThatStoppedHalfWayGoesOn() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    // As a crash behind the first step leaves it.
    database.execute(
        "update health_metrics_rollup_state set marked_below ="
            + " date_bin('15 minutes', now() - interval '2 days', 'epoch')");
    store.store(sample(noon.plusSeconds(60), 70));

    maintenance(LAG).refresh();

    assertThat(state().coverage().daysBelowMicros()).isGreaterThan(EpochMicros.of(noon));
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  // Rule 2: a writer reads M in a statement behind the one that took the lock.

  @Test
  void aWriterThatWaitedForTheWatermarkSeesTheNewOne() throws Exception {
    maintenance(BIG_LAG).refresh();
    Future<?> writer;
    try (Connection raising = database.connect();
        Statement statement = raising.createStatement()) {
      raising.setAutoCommit(false);
      statement.execute("select pg_advisory_xact_lock(" + writerLockKey() + ")");
      writer = sessions.submit(() -> store.store(sample(noon, 60)));
      awaitLockWaiters(1);
      statement.execute(
          "update health_metrics_rollup_state set marked_below ="
              + " date_bin('15 minutes', now() - interval '2 days', 'epoch')");
      raising.commit();
    }
    writer.get(30, TimeUnit.SECONDS);

    assertThat(marks()).isEqualTo(1);
  }

  @Test
  void aWriterSeesTheNewWatermarkWhateverIsolationItsPoolIsSetTo() throws Exception {
    TimescaleDataSourceFactory factory = new TimescaleDataSourceFactory();
    factory.setDefaultTransactionIsolation(TransactionIsolation.REPEATABLE_READ);
    store =
        new TimescaleSampleStore(
            TestDatabase.jdbi(database.pool(factory)), WriteMeter.NONE, new RemovedUsers());

    aWriterThatWaitedForTheWatermarkSeesTheNewOne();
  }

  @Test
  void aBatchAcrossTheWatermarkMarksOnlyWhatIsBelow() throws Exception {
    settledUpToNow();
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 2);
    builder.add(USER, EpochMicros.of(noon), 60, ABSENT, ABSENT);
    builder.add(USER, EpochMicros.of(Instant.now().minusSeconds(60)), 70, ABSENT, ABSENT);
    store.store(builder.build());

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void theWatermarkIsNotRaisedWhileAWriterIsUnderWay() throws Exception {
    maintenance(BIG_LAG).refresh();
    Future<?> refresh;
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      statement.execute(
          "insert into health_metrics values (" + USER + ", '" + noon + "', 60, null, null)");
      refresh = sessions.submit(() -> maintenance(LAG).refresh());
      awaitLockWaiters(1);
      assertThat(state().markedBelowMicros()).isLessThan(EpochMicros.of(noon));
      writing.commit();
    }
    refresh.get(30, TimeUnit.SECONDS);

    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  // Rule 3: who wants to be alone gives up soon, and lets the writers that queued behind it go on.

  @Test
  void aSlowWriterDoesNotStallTheOthers() throws Exception {
    maintenance(BIG_LAG).refresh();
    Future<?> refresh;
    try (Connection slow = database.connect();
        Statement statement = slow.createStatement()) {
      slow.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      refresh = sessions.submit(() -> maintenance(LAG).refresh());
      awaitLockWaiters(1);

      for (int i = 0; i < 3; i++) {
        store.store(sample(noon.plusSeconds(i), 60));
      }
      assertThat(refresh.isDone()).isFalse();
      slow.commit();
    }
    refresh.get(30, TimeUnit.SECONDS);
    assertThat(answer().samples()).isEqualTo(3);
  }
}
