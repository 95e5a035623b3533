package dev.vitals.timescale.export;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vitals.application.export.ReadSamples;
import dev.vitals.application.export.RecipientGoneException;
import dev.vitals.application.export.SampleVisitor;
import dev.vitals.application.export.Stop;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an export leaves behind, however it ends, and what it does not see. */
@ParameterizedClass
@EnumSource(TestServer.class)
class SampleSourceIT {
  private static final long USER = 7;

  /** More than buffers of sockets hold, and than is sent before anybody reads. */
  private static final int SAMPLES = 500_000;

  private static final TimeRange ALWAYS =
      new TimeRange(Instant.parse("1970-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

  private final TestServer server;
  private TestDatabase database;
  private Jdbi jdbi;
  private TimescaleSampleSource source;

  SampleSourceIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    TimescaleDataSourceFactory settings = new TimescaleDataSourceFactory();
    // So that whoever is lent one next has that of the export.
    settings.setMinSize(1);
    settings.setMaxSize(1);
    settings.setInitializationQuery("set statement_timeout = '7s'");
    jdbi = TestDatabase.jdbi(database.pool(settings));
    source = new TimescaleSampleSource(jdbi, Duration.ofMinutes(1), new RemovedUsers());
    database.execute(
        """
        insert into health_metrics (user_id, timestamp, heart_rate)
        select %s, timestamptz '2025-01-01' + n * interval '1 minute', 600 + n %% 100
        from generate_series(0, %s) n
        """
            .formatted(USER, SAMPLES - 1));
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void aVisitorThatIsGoneEndsTheStatementAndLeavesTheConnectionAsItWas() {
    int backend = backend();

    assertThatThrownBy(() -> read(SHIPPED, new After(1_000), new Stop()))
        .isInstanceOf(RecipientGoneException.class);

    assertNothingRuns();
    assertThat(backend()).as("the connection is lent again").isEqualTo(backend);
    assertIsAsBefore();
  }

  @Test
  void whoIsToStopWhileItWaitsForTheStoreThrowsSoon() throws Exception {
    Stop stop = new Stop();
    CompletableFuture<Void> reading;
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in access exclusive mode");
      reading = CompletableFuture.runAsync(() -> readUnchecked(stop));
      await().until(() -> running() == 1);

      stop.ask();

      assertThatThrownBy(() -> reading.get(5, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StoreUnavailableException.class);
      assertNothingRuns();
      other.rollback();
    }
    assertIsAsBefore();
  }

  @Test
  void whoIsToStopWhileTheVisitorTakesNothingThrowsWhenItTakesAgain() {
    Stop stop = new Stop();

    assertThatThrownBy(
            () ->
                read(
                    SHIPPED,
                    new After(1_000) {
                      @Override
                      void then() {
                        await().until(() -> running() == 1);
                        stop.ask();
                      }
                    },
                    stop))
        .isInstanceOf(StoreUnavailableException.class);

    assertNothingRuns();
    assertIsAsBefore();
  }

  @Test
  void aDatabaseThatGoesAwayIsNoEnd() {
    ReadSamples read =
        new ReadSamples(USER, SHIPPED, Integer.MAX_VALUE) {
          @Override
          public boolean sample(long timestampMicros, int[] values) {
            if (samples().size() == 1_000) {
              terminate();
            }
            return super.sample(timestampMicros, values);
          }
        };

    assertThatThrownBy(() -> read(SHIPPED, read, new Stop()))
        .isInstanceOf(StoreUnavailableException.class);

    // Those that were on their way are told, and none twice.
    assertThat(read.samples().size()).isBetween(1_001, SAMPLES - 1);
    assertThat(read.samples()).doesNotHaveDuplicates();
    assertIsAsBefore();
  }

  /** The pool's limit is shorter than that. */
  @Test
  void aVisitorMayTakeItsTimeAndTheSnapshotStays() throws Exception {
    int[] count = {0};

    read(
        SHIPPED,
        new SampleVisitor() {
          @Override
          public void begin(Optional<Instant> keptFrom) {}

          @Override
          public boolean sample(long timestampMicros, int[] values) {
            if (++count[0] == 1_000) {
              try {
                database.execute("set vitals.protocol = 3; delete from health_metrics");
                TimeUnit.SECONDS.sleep(8);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }
            return true;
          }
        },
        new Stop());

    assertThat(count[0]).isEqualTo(SAMPLES);
    assertIsAsBefore();
  }

  @Test
  void samplesBelowTheHorizonAreNotToldAndSaidToBeDropped() throws Exception {
    Instant horizon = Instant.parse("2025-01-03T00:00:00Z");
    database.execute(
        "update health_metrics_rollup_state set marked_below = 'HORIZON', read_below_15m = 'HORIZON',"
                .replace("HORIZON", horizon.toString())
            + " read_below_1d = 'HORIZON', horizon = 'HORIZON'"
                .replace("HORIZON", horizon.toString()));
    ReadSamples below = new ReadSamples(USER, SHIPPED, 1);
    ReadSamples above = new ReadSamples(USER, SHIPPED, 1);
    ReadSamples none = new ReadSamples(USER, SHIPPED, 1);

    read(SHIPPED, below, new Stop());
    source.read(question(new TimeRange(horizon, ALWAYS.end())), above, new Stop());
    source.read(question(new TimeRange(ALWAYS.start(), horizon)), none, new Stop());

    assertThat(below.keptFrom()).contains(horizon);
    assertThat(above.keptFrom()).isEmpty();
    assertThat(none.keptFrom()).contains(horizon);
    assertThat(List.of(below.samples().get(0), above.samples().get(0)))
        .allSatisfy(sample -> assertThat(sample.timestamp()).isEqualTo(horizon));
    assertThat(none.samples()).isEmpty();
  }

  @Test
  void nothingIsSortedWhichWouldReadAllBeforeTheFirst() {
    String copy = CopiedSamples.sql(SHIPPED, USER, 0, 4_000_000_000_000_000L);
    String select = copy.replaceAll("(?s)copy \\((.*)\\)\\s*to stdout.*", "$1");
    List<String> plan =
        jdbi.inTransaction(
            transaction -> {
              transaction.execute("set local enable_sort = off");
              return transaction
                  .createQuery("explain " + select.replaceAll("T[0-9:]+Z", ""))
                  .mapTo(String.class)
                  .list();
            });

    assertThat(plan.toString()).contains("Index").doesNotContain("Sort");
  }

  private void read(MetricCatalogue metrics, SampleVisitor visitor, Stop stop) {
    source.read(new RangeQuestion(USER, ALWAYS, metrics), visitor, stop);
  }

  private void readUnchecked(Stop stop) {
    read(MetricCatalogue.of(HEART_RATE), new ReadSamples(USER, SHIPPED, 1), stop);
  }

  private static RangeQuestion question(TimeRange range) {
    return new RangeQuestion(USER, range, SHIPPED);
  }

  /** Is gone behind some samples. */
  private static class After implements SampleVisitor {
    private final int most;
    private int told;

    After(int most) {
      this.most = most;
    }

    void then() {
      throw new RecipientGoneException(new IllegalStateException());
    }

    @Override
    public void begin(Optional<Instant> keptFrom) {}

    @Override
    public boolean sample(long timestampMicros, int[] values) {
      if (++told == most) {
        then();
      }
      return true;
    }
  }

  private void assertIsAsBefore() {
    String settings =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        """
                        select concat_ws(' ', current_setting('statement_timeout'),
                          current_setting('transaction_read_only'),
                          current_setting('transaction_isolation'), current_setting('enable_sort'))
                        """)
                    .mapTo(String.class)
                    .one());
    assertThat(settings).isEqualTo("7s off read committed on");
    assertThat(jdbi.withHandle(handle -> networkTimeout(handle.getConnection())).intValue())
        .isEqualTo(20_000);
  }

  private static int networkTimeout(Connection connection) {
    try {
      return connection.getNetworkTimeout();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertNothingRuns() {
    await().atMost(Duration.ofSeconds(2)).until(() -> running() == 0);
  }

  private int backend() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select pg_backend_pid()").mapTo(Integer.class).one());
  }

  private int running() {
    return ofDatabase("select count(*) from pg_stat_activity where state <> 'idle' and OURS");
  }

  private void terminate() {
    ofDatabase("select count(pg_terminate_backend(pid)) from pg_stat_activity where OURS");
  }

  /** On a connection of its own. */
  private int ofDatabase(String sql) {
    String ours = "datname = current_database() and query like 'copy (select%'";
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.replace("OURS", ours))) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
