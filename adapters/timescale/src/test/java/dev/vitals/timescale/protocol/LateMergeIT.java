package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.rollup.WriterLock;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Rule 4 where rows and marks are one statement, hence of one snapshot: marks are behind the rows
 * still, and what became of a mark since that snapshot is not overlooked.
 */
@ParameterizedClass
@EnumSource
class LateMergeIT extends ProtocolTest {
  private interface Step {
    void run() throws Exception;
  }

  LateMergeIT(TestServer server) {
    super(server);
  }

  @Test
  void aMarkMadeBehindTheSnapshotIsRaised() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();

    // It would wait for ever if the one that waits for a row had marked the day already.
    whileAWriterWaitsForItsRow(
        () ->
            sessions
                .submit(() -> store.store(sample(noon.plusSeconds(60), 70)))
                .get(30, TimeUnit.SECONDS));

    assertThat(count("health_metrics_late_days where gen = 2")).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65, 70));
    maintenance(LAG).settle();
    assertThat(answer()).isEqualTo(heartRates(65, 70));
  }

  @Test
  void aMarkThatIsSettledBehindTheSnapshotIsMadeAnew() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    store.store(sample(noon.plusSeconds(60), 70));

    whileAWriterWaitsForItsRow(
        () -> {
          maintenance(LAG).settle();
          assertThat(marks()).isZero();
        });

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65, 70));
    maintenance(LAG).settle();
    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(65, 70));
  }

  /** The one that waits changes the sample at noon to 65. */
  private void whileAWriterWaitsForItsRow(Step step) throws Exception {
    Future<?> writer;
    try (Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      statement.execute("select * from health_metrics where timestamp = '" + noon + "' for update");
      writer = sessions.submit(() -> store.store(sample(noon, 65)));
      awaitRowWaiters();
      step.run();
      holding.rollback();
    }
    writer.get(30, TimeUnit.SECONDS);
  }

  /** Days by UTC, to the microsecond, and the watermark's own moment is not below it. */
  @Test
  void theDaysOfWhatIsWrittenBelowTheWatermarkAreMarkedAndNoOthers() {
    Instant midnight = noon.plus(Duration.ofHours(12));
    Instant unchanged = noon.minus(Duration.ofDays(1));
    store.store(sample(unchanged, 60));
    settledUpToNow();
    Instant watermark = EpochMicros.toInstant(state().markedBelowMicros());

    assertThat(
            store.store(
                samples(
                    unchanged,
                    noon,
                    midnight.minusNanos(1_000),
                    midnight,
                    watermark.minusNanos(1_000),
                    watermark)))
        .isEqualTo(new StoredKeys(5, 0, 1));

    List<Instant> marked =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("select day from health_metrics_late_days order by day")
                    .mapTo(Instant.class)
                    .list());
    assertThat(marked).containsExactly(day(noon), day(midnight), day(watermark.minusNanos(1_000)));
    assertThat(count("health_metrics_late_days where gen > 1")).isZero();
  }

  private static Instant day(Instant at) {
    return at.truncatedTo(ChronoUnit.DAYS);
  }

  private static SampleBatch samples(Instant... moments) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, moments.length);
    for (Instant moment : moments) {
      builder.add(USER, EpochMicros.of(moment), 60, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
