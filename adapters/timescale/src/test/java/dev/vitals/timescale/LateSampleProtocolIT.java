package dev.vitals.timescale;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.WriterLock;
import io.dropwizard.db.DataSourceFactory.TransactionIsolation;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rules of docs/late-samples.md, one interleaving each. Sessions are stepped by the locks they
 * wait for and by {@link Pause}, which holds one behind a statement of its own; nothing here
 * depends on which is faster.
 */
@ParameterizedClass
@EnumSource
class LateSampleProtocolIT {
  private static final long USER = 7;
  private static final Duration LAG = Duration.ofDays(2);
  private static final Duration BIG_LAG = Duration.ofDays(10);

  private final TestServer server;
  private final ExecutorService sessions = Executors.newCachedThreadPool();

  private TestDatabase database;
  private Jdbi jdbi;
  private TimescaleSampleStore store;
  private TimescaleSummarySource source;

  /** Noon, five days ago: above the watermark at first, below it later. */
  private Instant noon;

  private TimeRange fortnight;

  LateSampleProtocolIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi);
    source = new TimescaleSummarySource(jdbi, Duration.ZERO);
    noon =
        Instant.now()
            .truncatedTo(ChronoUnit.DAYS)
            .minus(Duration.ofDays(5))
            .plus(Duration.ofHours(12));
    fortnight = new TimeRange(noon.minus(Duration.ofDays(7)), noon.plus(Duration.ofDays(7)));
  }

  @AfterEach
  void close() throws Exception {
    sessions.shutdownNow();
    if (database != null) {
      database.close();
    }
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
    store = new TimescaleSampleStore(TestDatabase.jdbi(database.pool(factory)));

    aWriterThatWaitedForTheWatermarkSeesTheNewOne();
  }

  @Test
  void aBatchAcrossTheWatermarkMarksOnlyWhatIsBelow() throws Exception {
    settledUpToNow();
    SampleBatchBuilder builder = new SampleBatchBuilder(2);
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

  // Rule 4: a mark's gen is raised by every write, and settling keeps its result only for the gen
  // it began with.

  @Test
  void aWriteThatCommitsWhileItsDayIsBeingSettledIsNotForgotten() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      statement.execute(
          "insert into health_metrics values ("
              + USER
              + ", '"
              + noon.plusSeconds(60)
              + "', 70, null, null)");
      statement.execute("update health_metrics_late_days set gen = gen + 1");
      // Its snapshot is from before the commit, and it waits for the mark.
      Future<?> settle = sessions.submit(() -> maintenance(LAG).settle());
      awaitRowWaiters();
      writing.commit();
      settle.get(30, TimeUnit.SECONDS);
    }

    assertThat(answer()).isEqualTo(heartRates(60, 70));
    assertThat(marks()).isEqualTo(1);
    maintenance(LAG).settle();
    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aSecondWriteToAMarkedDayIsNotForgottenEither() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    Future<?> settle;
    Future<?> writer;
    try (Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute("select * from health_metrics_late_days for update");
      settle = sessions.submit(() -> maintenance(LAG).settle());
      awaitRowWaiters();
      // Where the mark is left as it is, this commits at once, and settling does not notice.
      writer = sessions.submit(() -> store.store(sample(noon.plusSeconds(60), 70)));
      awaitBackendWaitingOrDone(writer);
      holding.commit();
    }
    writer.get(30, TimeUnit.SECONDS);
    settle.get(30, TimeUnit.SECONDS);

    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aWriteToAMarkedDayBehindTheSnapshotOfItsSettlingIsNotForgotten() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    Future<?> settle;
    try (Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      // Keeps the mark from being taken away, not from being raised.
      statement.execute("select * from health_metrics_late_days for key share");
      settle = sessions.submit(() -> maintenance(LAG).settle());
      awaitRowWaiters();
      store.store(sample(noon.plusSeconds(60), 70));
      holding.commit();
    }
    settle.get(30, TimeUnit.SECONDS);

    assertThat(answer()).isEqualTo(heartRates(60, 70));
    assertThat(marks()).isEqualTo(1);
  }

  @Test
  void aWriteBehindAnyStatementOfSettlingIsNotForgotten() throws Exception {
    settledUpToNow();
    List<Integer> written = new ArrayList<>();
    AtomicInteger left = new AtomicInteger();
    // Behind one statement a time: a later write would mark the day again and hide the loss.
    for (int statement = 1; left.get() <= 0; statement++) {
      storeNext(written);
      left.set(statement);
      Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
      Pause.behindEachStatement(
          stepped,
          () -> {
            if (left.decrementAndGet() == 0) {
              storeNext(written);
            }
          });
      new RollupMaintenance(stepped, settings(LAG, Optional.empty())).settle();

      assertThat(answer()).isEqualTo(heartRates(written));
    }
    assertThat(written).hasSizeGreaterThan(4);
  }

  @Test
  void aLateChangeOfASampleMarksItsDay() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    store.store(sample(noon, 65));

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65));
  }

  @Test
  void aLateChangeThatIsTakenBackTakesItsCorrectionBack() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    store.store(sample(noon, 65));
    maintenance(LAG).settle();
    assertThat(answer()).isEqualTo(heartRates(65));

    store.store(sample(noon, 60));
    maintenance(LAG).settle();

    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  /** A correction would outlive what is written above the watermark afterwards, without a mark. */
  @Test
  void aDayThatTheWatermarkCutsIsNotSettledYet() throws Exception {
    Duration cuttingTheDay =
        Duration.between(noon.plus(Duration.ofHours(1)), Instant.now()).plusMinutes(1);
    maintenance(cuttingTheDay).refresh();
    store.store(sample(noon, 60));
    assertThat(marks()).isEqualTo(1);
    maintenance(cuttingTheDay).settle();
    assertThat(answer()).isEqualTo(heartRates(60));

    store.store(sample(noon.plus(Duration.ofHours(2)), 70));
    settledUpToNow();

    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aRepeatedRequestMarksNothing() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    maintenance(LAG).settle();
    store.store(sample(noon, 60));

    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  // Rule 5: a day with a mark or a correction does not use its daily row.

  @Test
  void aMarkedDayIsReadFromSamplesAndASettledOneFromItsCorrection() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    assertThat(answer()).isEqualTo(heartRates(60));

    store.store(sample(noon.plusSeconds(60), 70));
    assertThat(answer()).isEqualTo(heartRates(60, 70));

    maintenance(LAG).settle();
    assertThat(marks()).isZero();
    assertThat(count("health_metrics_15m_corrections")).isEqualTo(1);
    assertThat(count("health_metrics_1d_corrections")).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aMarkedDayIsRightInQuarterHoursToo() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    TimeRange hours = new TimeRange(noon.minusSeconds(3600), noon.plusSeconds(3600));
    assertThat(answer(hours)).isEqualTo(heartRates(60));

    store.store(sample(noon.plusSeconds(60), 70));
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70));

    maintenance(LAG).settle();
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70));

    store.store(sample(noon.plusSeconds(120), 80));
    maintenance(LAG).settle();
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70, 80));
    assertThat(answer()).isEqualTo(heartRates(60, 70, 80));
  }

  @Test
  void aCorrectionOutlivesLaterRefreshes() throws Exception {
    store.store(sample(noon, 60));
    maintenance(Duration.ofDays(4)).refresh();
    store.store(sample(noon.plusSeconds(60), 70));
    maintenance(Duration.ofDays(4)).settle();
    maintenance(LAG).refresh();

    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  // Rule 6: readers take marks, corrections, rollups and samples in one snapshot.

  @Test
  void aDayThatIsSettledBehindAnyStatementOfAReaderIsCountedOnce() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    source.summarize(USER, fortnight);
    Jdbi interrupted = database.jdbi();
    TimescaleSummarySource reader = new TimescaleSummarySource(interrupted, Duration.ZERO);
    reader.summarize(USER, fortnight);
    List<Integer> written = new ArrayList<>(List.of(60));
    AtomicBoolean isMarked = new AtomicBoolean(true);
    Pause.behindEachStatement(
        interrupted,
        () -> {
          if (isMarked.getAndSet(!isMarked.get())) {
            maintenance(LAG).settle();
          } else {
            written.add(60 + written.size());
            store.store(sample(noon.plusSeconds(written.size()), 59 + written.size()));
          }
        });

    for (int question = 0; question < 6; question++) {
      Summary answer = reader.summarize(USER, fortnight);
      assertThat(answer).isIn(prefixes(written));
    }
    assertThat(written).hasSizeGreaterThan(2);
  }

  @Test
  void aReaderSeesNoSampleWithoutALateOneThatCameBeforeIt() throws Exception {
    settledUpToNow();
    Instant recent = Instant.now().minusSeconds(3600);
    Jdbi interrupted = database.jdbi();
    TimescaleSummarySource reader = new TimescaleSummarySource(interrupted, Duration.ZERO);
    reader.summarize(USER, fortnight);
    List<Integer> written = new ArrayList<>();
    Pause.behindEachStatement(
        interrupted,
        () -> {
          storeNext(written);
          store.store(sample(recent.plusSeconds(written.size()), 60 + written.size()));
          written.add(60 + written.size());
        });

    for (int question = 0; question < 3; question++) {
      maintenance(LAG).settle();
      assertThat(reader.summarize(USER, fortnight)).isIn(prefixes(written));
    }
    assertThat(written).hasSizeGreaterThan(5);
  }

  @Test
  void aReaderThatKnowsAnOlderWatermarkIsRight() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    assertThat(answer()).isEqualTo(heartRates(60));
    maintenance(LAG).refresh();
    store.store(sample(noon.plusSeconds(60), 70));
    maintenance(LAG).settle();

    assertThat(answer()).isEqualTo(heartRates(60, 70));
  }

  // Rule 7: nothing below the horizon is written, read, settled or filled.

  @Test
  void whatRetentionDroppedStaysAnsweredByTheQuarterHourAndIsNotFilledAnew() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old, 60));
    store.store(sample(noon, 70));
    settledUpToNow();
    store.store(sample(old.plusSeconds(60), 80));
    // Warm: it knows no horizon.
    assertThat(answer(old)).isEqualTo(heartRates(60, 80));

    assertThat(retaining(Duration.ofDays(30)).retain()).contains(true);
    Instant earliest =
        jdbi.withHandle(
            h ->
                h.createQuery("select min(timestamp) from health_metrics")
                    .mapTo(Instant.class)
                    .one());
    assertThat(earliest).isEqualTo(noon);
    assertThat(answer(old)).isEqualTo(heartRates(60, 80));

    maintenance(LAG).rebuild();
    maintenance(LAG).settle();
    maintenance(LAG).refresh();
    assertThat(answer(old)).isEqualTo(heartRates(60, 80));
    assertThat(answer()).isEqualTo(heartRates(70));
    assertThat(maintenance(LAG).verify()).contains(0L);
    assertThatThrownBy(() -> store.store(sample(old, 61)))
        .isInstanceOf(ExpiredSamplesException.class);
  }

  @Test
  void theHorizonIsNotRaisedOverAMarkThatCameInTheLastMoment() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old, 60));
    settledUpToNow();
    Future<Optional<Boolean>> retention;
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      statement.execute(
          "insert into health_metrics values ("
              + USER
              + ", '"
              + old.plusSeconds(60)
              + "', 70, null, null)");
      statement.execute(
          "insert into health_metrics_late_days values ("
              + USER
              + ", '"
              + old.truncatedTo(ChronoUnit.DAYS)
              + "')");
      retention = sessions.submit(() -> retaining(Duration.ofDays(30)).retain());
      awaitLockWaiters(1);
      writing.commit();
    }
    assertThat(retention.get(60, TimeUnit.SECONDS)).contains(true);

    assertThat(answer(old)).isEqualTo(heartRates(60, 70));
  }

  @Test
  void whatIsBelowTheHorizonStaysInQuarterHours() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    TimeRange hours = new TimeRange(old.minusSeconds(3600), old.plusSeconds(3600));
    store.store(sample(old, 60));
    store.store(sample(noon, 70));
    settledUpToNow();
    assertThat(retaining(Duration.ofDays(30)).retain()).contains(true);
    assertThat(answer(hours)).isEqualTo(heartRates(60));

    maintenance(LAG).rebuild();
    maintenance(LAG).refresh();

    assertThat(answer(hours)).isEqualTo(heartRates(60));
  }

  @Test
  void correctionsBelowTheHorizonStayToo() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    TimeRange hours = new TimeRange(old.minusSeconds(3600), old.plusSeconds(3600));
    store.store(sample(old, 60));
    settledUpToNow();
    store.store(sample(old.plusSeconds(60), 70));
    assertThat(retaining(Duration.ofDays(30)).retain()).contains(true);

    maintenance(LAG).rebuild();

    assertThat(answer(hours)).isEqualTo(heartRates(60, 70));
    assertThat(answer(old)).isEqualTo(heartRates(60, 70));
  }

  @Test
  void aReaderThatPlannedToReadDroppedSamplesAsksAgain() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old, 60));
    // It knows no rollups yet, so all comes from samples.
    assertThat(answer(old)).isEqualTo(heartRates(60));
    settledUpToNow();
    assertThat(retaining(Duration.ofDays(30)).retain()).contains(true);

    assertThat(answer(old)).isEqualTo(heartRates(60));
  }

  @Test
  void samplesStayUntilTheHorizonIsRaised() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old, 60));
    settledUpToNow();
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      Future<?> retention = sessions.submit(() -> retaining(Duration.ofDays(30)).retain());
      awaitLockWaiters(1);
      assertThat(state().coverage().horizonMicros()).isLessThan(EpochMicros.of(old));
      assertThat(count("health_metrics")).isEqualTo(1);
      writing.commit();
      retention.get(60, TimeUnit.SECONDS);
    }
    assertThat(count("health_metrics")).isZero();
    assertThat(answer(old)).isEqualTo(heartRates(60));
  }

  @Test
  void theHorizonIsNotRaisedOverAMarkWhateverIsolationTheDatabaseIsSetTo() throws Exception {
    database.execute(
        "alter database "
            + database.name()
            + " set default_transaction_isolation = 'repeatable read'");

    theHorizonIsNotRaisedOverAMarkThatCameInTheLastMoment();
  }

  // Rule 8: another generation voids what is known, another protocol keeps out.

  @Test
  void aReaderThatPlannedBeforeARebuildAsksAgain() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    assertThat(answer()).isEqualTo(heartRates(60));
    // As a rebuild leaves it that has not filled anything yet.
    database.execute(
        "update health_metrics_rollup_state set generation = generation + 1,"
            + " read_below_15m = '-infinity', read_below_1d = '-infinity'");
    database.execute("delete from health_metrics_15m where user_id = " + USER);
    database.execute("delete from health_metrics_1d where user_id = " + USER);

    assertThat(answer()).isEqualTo(heartRates(60));
  }

  @Test
  void aReaderWhileTheRollupsAreRebuiltMissesNothing() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    TimeRange hours = new TimeRange(noon.minusSeconds(3600), noon.plusSeconds(3600));
    assertThat(answer()).isEqualTo(heartRates(60));
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement();
        Pause pause = Pause.before(database, "health_metrics_1d")) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      Future<?> rebuild = sessions.submit(() -> maintenance(Duration.ofDays(1)).rebuild());
      // Some of it is emptied.
      pause.awaitWaiting();
      assertThat(answer()).isEqualTo(heartRates(60));
      assertThat(answer(hours)).isEqualTo(heartRates(60));
      pause.release();
      // All of it is, and nothing filled yet.
      awaitLockWaiters(1);
      assertThat(count("health_metrics_1d")).isZero();
      assertThat(answer()).isEqualTo(heartRates(60));
      assertThat(answer(hours)).isEqualTo(heartRates(60));
      writing.commit();
      rebuild.get(30, TimeUnit.SECONDS);
    }
    assertThat(count("health_metrics_1d")).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(60));
  }

  @Test
  void aReaderBehindAnyStatementOfARebuildMissesNothing() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    store.store(sample(noon.plusSeconds(60), 70));
    maintenance(LAG).settle();
    TimeRange hours = new TimeRange(noon.minusSeconds(3600), noon.plusSeconds(3600));
    List<Summary> answers = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          answers.add(answer());
          answers.add(answer(hours));
        });

    new RollupMaintenance(stepped, settings(LAG, Optional.empty())).rebuild();

    assertThat(answers).hasSizeGreaterThan(10).containsOnly(heartRates(60, 70));
  }

  @Test
  void aRefreshOfAnotherGenerationDoesNotRaiseTheReadersBound() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Pause pause = Pause.before(database, "health_metrics_15m")) {
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      pause.awaitWaiting();
      database.execute("update health_metrics_rollup_state set generation = generation + 1");
      pause.release();

      assertThatThrownBy(() -> refresh.get(30, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(state().coverage().quarterHoursBelowMicros()).isLessThan(EpochMicros.of(noon));
  }

  @Test
  void aServiceOfAnotherProtocolNeitherWritesNorReads() throws Exception {
    database.execute("update health_metrics_rollup_state set protocol = 2");

    assertThatThrownBy(() -> store.store(sample(noon, 60)))
        .hasMessageContaining("protocol 2 of late samples");
    assertThatThrownBy(() -> source.summarize(USER, fortnight))
        .hasMessageContaining("protocol 2 of late samples");
  }

  @Test
  void aWriterThatDoesNotSayItMarksIsRefused() throws Exception {
    Jdbi unaware = Jdbi.create(database.url());

    assertThatThrownBy(
            () ->
                unaware.useHandle(
                    handle ->
                        handle.execute(
                            "insert into health_metrics values (1, now(), 60, null, null)")))
        .hasMessageContaining("written by Vitals alone");
    assertThat(count("health_metrics")).isZero();
  }

  @Test
  void twoInstancesDoNotWorkOnTheRollupsAtOnce() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Pause pause = Pause.before(database, "health_metrics_15m")) {
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      pause.awaitWaiting();

      assertThat(maintenance(LAG).refresh()).isEmpty();
      assertThat(maintenance(LAG).settle()).isEmpty();

      pause.release();
      refresh.get(30, TimeUnit.SECONDS);
    }
    assertThat(maintenance(LAG).settle()).isPresent();
  }

  @Test
  void aPieceThatIsDoneLetsTheNextBeginAtOnce() throws Exception {
    try (Connection open = database.connect()) {
      Jdbi kept = TimescaleJdbi.configured(Jdbi.create(open));
      assertThat(new RollupMaintenance(kept, settings(LAG, Optional.empty())).refresh())
          .isPresent();

      assertThat(maintenance(LAG).settle()).isPresent();
    }
  }

  // Where samples may be in the columnstore, what is unchanged is left out, so writers take turns.

  @Test
  void aLateSampleBelowTheColumnstoresBoundIsMarked() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    database.execute("update health_metrics_rollup_state set columnar_below = now()");
    store.store(sample(noon, 60));
    assertThat(marks()).isZero();

    store.store(sample(noon.plusSeconds(60), 70));
    store.store(sample(noon, 65));

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65, 70));
  }

  @Test
  void twoBatchesBelowTheColumnstoresBoundAreNotMixed() throws Exception {
    database.execute("update health_metrics_rollup_state set columnar_below = now()");
    boolean meets = true;
    for (int statement = 1; meets; statement++) {
      store.store(pair(60, 60));
      Jdbi interrupted = database.jdbi();
      AtomicInteger next = new AtomicInteger(statement);
      List<Future<?>> others = new ArrayList<>();
      Pause.behindEachStatement(
          interrupted,
          () -> {
            if (next.decrementAndGet() == 0) {
              Future<?> writer = sessions.submit(() -> store.store(pair(70, 71)));
              others.add(writer);
              await()
                  .atMost(Duration.ofSeconds(20))
                  .pollInterval(Duration.ofMillis(2))
                  .until(
                      () ->
                          writer.isDone()
                              || waiting("locktype in ('advisory', 'tuple', 'transactionid')") > 0);
            }
          });

      // Half of it is as it is stored.
      new TimescaleSampleStore(interrupted).store(pair(60, 61));

      meets = !others.isEmpty();
      for (Future<?> other : others) {
        other.get(30, TimeUnit.SECONDS);
        assertThat(answer()).isIn(heartRates(60, 61), heartRates(70, 71));
      }
    }
    assertThat(answer()).isEqualTo(heartRates(60, 61));
  }

  private void settledUpToNow() {
    maintenance(LAG).refresh();
    maintenance(LAG).settle();
  }

  private RollupMaintenance maintenance(Duration lag) {
    return database.maintenance(settings(lag, Optional.empty()));
  }

  private RollupMaintenance retaining(Duration keep) {
    return database.maintenance(settings(LAG, Optional.of(keep)));
  }

  private static StorageSettings settings(Duration lag, Optional<Duration> keep) {
    return new StorageSettings(Duration.ofDays(7), Optional.empty(), lag, keep);
  }

  private Summary answer() {
    return answer(fortnight);
  }

  private Summary answer(Instant at) {
    Instant day = at.truncatedTo(ChronoUnit.DAYS);
    return answer(new TimeRange(day, day.plus(Duration.ofDays(1))));
  }

  /** By somebody who may know an older state, and the same by somebody who has not asked before. */
  private Summary answer(TimeRange range) {
    Summary answer = source.summarize(USER, range);
    assertThat(new TimescaleSummarySource(jdbi, Duration.ZERO).summarize(USER, range))
        .isEqualTo(answer);
    return answer;
  }

  private RollupState state() {
    return jdbi.withHandle(RollupStates::read);
  }

  private long marks() {
    return count("health_metrics_late_days");
  }

  private long count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  private void awaitLockWaiters(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> waiting("locktype = 'advisory'") >= count);
  }

  private void awaitRowWaiters() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> waiting("locktype in ('tuple', 'transactionid')") > 0);
  }

  /**
   * @return whether it is done, and not waiting for the writers' lock
   */
  private boolean isDoneOrWaits(Future<?> writer) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> writer.isDone() || waiting("locktype = 'advisory'") > 0);
    return writer.isDone();
  }

  private void awaitBackendWaitingOrDone(Future<?> session) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> session.isDone() || waiting("locktype in ('tuple', 'transactionid')") > 1);
  }

  private long waiting(String which) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select count(*) from pg_locks join pg_stat_activity using (pid)"
                        + " where not granted and datname = current_database() and "
                        + which)
                .mapTo(Long.class)
                .one());
  }

  private static String writerLockKey() {
    return WriterLock.ENTER_AS_WRITER.replaceAll(".*\\((\\d+)\\)", "$1");
  }

  private static SampleBatch sample(Instant at, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(1);
    builder.add(USER, EpochMicros.of(at), heartRate, ABSENT, ABSENT);
    return builder.build();
  }

  private void storeNext(List<Integer> written) {
    int heartRate = 60 + written.size();
    store.store(sample(noon.plusSeconds(written.size()), heartRate));
    written.add(heartRate);
  }

  private SampleBatch pair(int first, int second) {
    SampleBatchBuilder builder = new SampleBatchBuilder(2);
    builder.add(USER, EpochMicros.of(noon), first, ABSENT, ABSENT);
    builder.add(USER, EpochMicros.of(noon.plusSeconds(60)), second, ABSENT, ABSENT);
    return builder.build();
  }

  /** What was there at some moment. */
  private static List<Summary> prefixes(List<Integer> written) {
    List<Summary> prefixes = new ArrayList<>();
    for (int count = 0; count <= written.size(); count++) {
      prefixes.add(heartRates(written.subList(0, count)));
    }
    return prefixes;
  }

  private static Summary heartRates(List<Integer> heartRates) {
    return heartRates(heartRates.stream().mapToInt(Integer::intValue).toArray());
  }

  private static Summary heartRates(int... heartRates) {
    Summary summary = Summary.EMPTY;
    for (int heartRate : heartRates) {
      summary = summary.merge(Summary.of(heartRate, ABSENT, ABSENT));
    }
    return summary;
  }
}
