package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 8: another generation voids what is known, another protocol keeps out. */
@ParameterizedClass
@EnumSource
class FenceIT extends ProtocolTest {
  FenceIT(TestServer server) {
    super(server);
  }

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
    assumeReadersDoNotWaitForARebuild();
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
    assumeReadersDoNotWaitForARebuild();
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
    database.execute("update health_metrics_rollup_state set protocol = 4");

    assertThatThrownBy(() -> store.store(sample(noon, 60)))
        .isInstanceOf(StoreUnavailableException.class)
        .rootCause()
        .hasMessageContaining("protocol 4 of late samples");
    assertThatThrownBy(() -> source.summarize(USER, fortnight, SHIPPED))
        .isInstanceOf(StoreUnavailableException.class)
        .rootCause()
        .hasMessageContaining("protocol 4 of late samples");
  }

  @Test
  void aWriterThatDoesNotSayItMarksIsRefused() throws Exception {
    store.store(sample(noon, 60));
    Jdbi unaware = Jdbi.create(database.url());

    for (String statement :
        List.of(
            "insert into health_metrics values (1, now(), 60, null, null)",
            "update health_metrics set steps = 1",
            "delete from health_metrics",
            "truncate health_metrics")) {
      assertThatThrownBy(() -> unaware.useHandle(handle -> handle.execute(statement)))
          .as(statement)
          .hasMessageContaining("written by Vitals alone");
    }
    assertThat(answer()).isEqualTo(heartRates(60));
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

  private void assumeReadersDoNotWaitForARebuild() {
    assumeTrue(
        jdbi.withHandle(DetectedDatabase::detect).kind().name() != Name.COMMUNITY,
        "continuous aggregates are dropped and made anew, and readers wait for that");
  }
}
