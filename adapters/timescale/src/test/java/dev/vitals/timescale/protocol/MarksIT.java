package dev.vitals.timescale.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules 4 and 5: marks, settling, corrections. */
@ParameterizedClass
@EnumSource
class MarksIT extends ProtocolTest {
  MarksIT(TestServer server) {
    super(server);
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
    settleBySnapshotBefore(() -> store.store(sample(noon.plusSeconds(60), 70)));

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
      Jdbi stepped = stepped(left, () -> storeNext(written));
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

    // The same day, and beyond the range.
    store.store(sample(noon.plus(Duration.ofHours(3)), 90));
    store.store(sample(noon.plusSeconds(60), 70));
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70));

    maintenance(LAG).settle();
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70));

    store.store(sample(noon.plusSeconds(120), 80));
    maintenance(LAG).settle();
    assertThat(answer(hours)).isEqualTo(heartRates(60, 70, 80));
    assertThat(answer()).isEqualTo(heartRates(60, 70, 80, 90));
  }

  /** In the JVM's zone, which the build sets for that, these two have 23 and 25 hours. */
  @Test
  void aDayHas24HoursWhateverTheZone() throws Exception {
    for (String midnight : List.of("2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z")) {
      Instant day = Instant.parse(midnight);
      TimeRange both = new TimeRange(day, day.plus(Duration.ofDays(2)));
      store.store(sample(day, 60));
      store.store(sample(day.plus(Duration.ofMinutes(24 * 60 + 30)), 80));
      settledUpToNow();

      store.store(sample(day.plus(Duration.ofMinutes(24 * 60 - 30)), 70));
      assertThat(answer(both)).isEqualTo(heartRates(60, 70, 80));
      maintenance(LAG).settle();
      assertThat(answer(both)).isEqualTo(heartRates(60, 70, 80));
    }
    assertThat(maintenance(LAG).verify()).contains(0L);
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
}
