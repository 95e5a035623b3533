package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.application.store.StoredSamples;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.rollup.WriterLock;
import dev.vitals.timescale.user.RemovedUsers;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * A rule of docs/late-samples.md, an interleaving at a time. Sessions are stepped by the locks they
 * wait for and by {@link Pause}, which holds one behind a statement of its own; nothing here
 * depends on which is faster.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class ProtocolTest {
  /** Of one that has a name. */
  static final long USER = -7;

  static final Duration LAG = Duration.ofDays(2);
  static final Duration BIG_LAG = Duration.ofDays(10);

  private final TestServer server;
  final ExecutorService sessions = Executors.newCachedThreadPool();

  final CountedWrites writes = new CountedWrites();

  TestDatabase database;
  Jdbi jdbi;
  TimescaleSampleStore store;
  TimescaleSummarySource source;

  /** Noon, five days ago: above the watermark at first, below it later. */
  Instant noon;

  TimeRange fortnight;

  ProtocolTest(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.empty(server);
    database.migrate(TestDatabase.withMetrics(kept(), StorageSettings.DEFAULTS));
    jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi, writes, new RemovedUsers());
    source = new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers());
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

  /** The metrics that the database has; of these samples carry the shipped ones. */
  MetricCatalogue kept() {
    return StoredSamples.DOZEN;
  }

  void settledUpToNow() {
    maintenance(LAG).refresh();
    maintenance(LAG).settle();
  }

  RollupMaintenance maintenance(Duration lag) {
    return database.maintenance(settings(lag, Optional.empty()));
  }

  RollupMaintenance retaining(Duration keep) {
    return database.maintenance(settings(LAG, Optional.of(keep)));
  }

  static StorageSettings settings(Duration lag, Optional<Duration> keep) {
    return new StorageSettings(Duration.ofDays(7), Optional.empty(), lag, keep);
  }

  Summary answer() {
    return answer(fortnight);
  }

  Summary answer(Instant at) {
    Instant day = at.truncatedTo(ChronoUnit.DAYS);
    return answer(new TimeRange(day, day.plus(Duration.ofDays(1))));
  }

  /** By somebody who may know an older state, and the same by somebody who has not asked before. */
  Summary answer(TimeRange range) {
    Summary answer = source.summarize(USER, range, SHIPPED);
    assertThat(
            new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers())
                .summarize(USER, range, SHIPPED))
        .isEqualTo(answer);
    return answer;
  }

  RollupState state() {
    return jdbi.withHandle(RollupStates::read);
  }

  long marks() {
    return count("health_metrics_late_days");
  }

  long count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  void awaitLockWaiters(int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> waiting("locktype = 'advisory'") >= count);
  }

  void awaitRowWaiters() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> waiting("locktype in ('tuple', 'transactionid')") > 0);
  }

  /**
   * @return whether it is done, and not waiting for the writers' lock
   */
  boolean isDoneOrWaits(Future<?> writer) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> writer.isDone() || waiting("locktype = 'advisory'") > 0);
    return writer.isDone();
  }

  void awaitBackendWaitingOrDone(Future<?> session) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> session.isDone() || waiting("locktype in ('tuple', 'transactionid')") > 1);
  }

  long waiting(String which) {
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

  boolean isSomebodyAlone() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "select exists (select from pg_locks where locktype = 'advisory' and granted"
                        + " and mode = 'ExclusiveLock' and database = (select oid from pg_database"
                        + " where datname = current_database())"
                        + " and (classid::bigint << 32) | objid::bigint = "
                        + writerLockKey()
                        + ")")
                .mapTo(Boolean.class)
                .one());
  }

  /** Whose statements are counted down, and behind the last of them something is done, once. */
  Jdbi stepped(AtomicInteger left, Runnable work) {
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (left.decrementAndGet() == 0) {
            work.run();
          }
        });
    return stepped;
  }

  /** Settles a marked day by a snapshot from before something that commits. */
  void settleBySnapshotBefore(Runnable work) throws Exception {
    Future<?> settle;
    try (Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      // Keeps the mark from being taken away, not from being raised.
      statement.execute("select * from health_metrics_late_days for key share");
      settle = sessions.submit(() -> maintenance(LAG).settle());
      awaitRowWaiters();
      work.run();
      holding.commit();
    }
    settle.get(30, TimeUnit.SECONDS);
  }

  /** By who erases. */
  boolean isStateHeld() {
    return isHeld("health_metrics_rollup_state", "RowShareLock");
  }

  /** Whoever marks the same day waits then. */
  boolean isMarkHeld() {
    return isHeld("health_metrics_late_days", "RowExclusiveLock")
        || isHeld("health_metrics_late_days", "RowShareLock");
  }

  private boolean isHeld(String table, String mode) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (select from pg_locks
                      where relation = cast(:table as regclass) and mode = :mode and granted)
                    """)
                .bind("table", table)
                .bind("mode", mode)
                .mapTo(Boolean.class)
                .one());
  }

  static String writerLockKey() {
    return WriterLock.ENTER_AS_WRITER.replaceAll(".*\\((\\d+)\\)", "$1");
  }

  static SampleBatch sample(Instant at, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(USER, EpochMicros.of(at), heartRate, ABSENT, ABSENT);
    return builder.build();
  }

  void storeNext(List<Integer> written) {
    int heartRate = 60 + written.size();
    store.store(sample(noon.plusSeconds(written.size()), heartRate));
    written.add(heartRate);
  }

  SampleBatch pair(int first, int second) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 2);
    builder.add(USER, EpochMicros.of(noon), first, ABSENT, ABSENT);
    builder.add(USER, EpochMicros.of(noon.plusSeconds(60)), second, ABSENT, ABSENT);
    return builder.build();
  }

  /** What was there at some moment. */
  static List<Summary> prefixes(List<Integer> written) {
    List<Summary> prefixes = new ArrayList<>();
    for (int count = 0; count <= written.size(); count++) {
      prefixes.add(heartRates(written.subList(0, count)));
    }
    return prefixes;
  }

  static Summary heartRates(List<Integer> heartRates) {
    return heartRates(heartRates.stream().mapToInt(Integer::intValue).toArray());
  }

  static Summary heartRates(int... heartRates) {
    Summary summary = Summary.empty(SHIPPED);
    for (int heartRate : heartRates) {
      summary = summary.merge(Summary.of(SHIPPED, heartRate, ABSENT, ABSENT));
    }
    return summary;
  }
}
