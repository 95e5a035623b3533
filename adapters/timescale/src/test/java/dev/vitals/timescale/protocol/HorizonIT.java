package dev.vitals.timescale.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 7: nothing below the horizon is written, read, settled or filled. */
@ParameterizedClass
@EnumSource
class HorizonIT extends ProtocolTest {
  HorizonIT(TestServer server) {
    super(server);
  }

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

  @Test
  void noSampleIsDroppedWhileTheHorizonCannotBeRaised() throws Exception {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old, 60));
    settledUpToNow();
    List<Integer> written = new ArrayList<>(List.of(60));
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    // Somebody's late sample comes whenever a writer may.
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (!isSomebodyAlone()) {
            int heartRate = 60 + written.size();
            store.store(sample(old.plusSeconds(written.size()), heartRate));
            written.add(heartRate);
          }
        });

    assertThat(new RollupMaintenance(stepped, settings(LAG, Optional.of(LAG))).retain())
        .contains(false);

    assertThat(state().coverage().horizonMicros()).isLessThan(EpochMicros.of(old));
    assertThat(count("health_metrics")).isEqualTo(written.size()).isGreaterThan(5);
    assertThat(answer(old)).isEqualTo(heartRates(written));
  }
}
