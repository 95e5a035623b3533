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
    source = new TimescaleSummarySource(jdbi);
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
      assertThat(rawAnswer()).isEqualTo(heartRates(60));

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
    TimescaleSummarySource reader = new TimescaleSummarySource(interrupted);
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

  private void settledUpToNow() {
    maintenance(LAG).refresh();
    maintenance(LAG).settle();
  }

  private RollupMaintenance maintenance(Duration lag) {
    return database.maintenance(
        new StorageSettings(Duration.ofDays(7), Optional.empty(), lag, Optional.empty()));
  }

  private RollupMaintenance retaining(Duration keep) {
    return database.maintenance(
        new StorageSettings(Duration.ofDays(7), Optional.empty(), LAG, Optional.of(keep)));
  }

  private Summary answer() {
    return source.summarize(USER, fortnight);
  }

  /** By somebody who has not asked before. */
  private Summary rawAnswer() {
    return new TimescaleSummarySource(jdbi).summarize(USER, fortnight);
  }

  private Summary answer(Instant at) {
    Instant day = at.truncatedTo(ChronoUnit.DAYS);
    return source.summarize(USER, new TimeRange(day, day.plus(Duration.ofDays(1))));
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

  /** What was there at some moment. */
  private static List<Summary> prefixes(List<Integer> written) {
    List<Summary> prefixes = new ArrayList<>();
    for (int count = 1; count <= written.size(); count++) {
      prefixes.add(heartRates(written.stream().limit(count).mapToInt(Integer::intValue).toArray()));
    }
    return prefixes;
  }

  private static Summary heartRates(int... heartRates) {
    Summary summary = Summary.EMPTY;
    for (int heartRate : heartRates) {
      summary = summary.merge(Summary.of(heartRate, ABSENT, ABSENT));
    }
    return summary;
  }
}
