package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Batches that are large enough to be copied keep to the protocol of late samples too. */
@ParameterizedClass
@EnumSource
class CopiedBatchesIT extends ProtocolTest {
  private static final int MANY = 400;

  CopiedBatchesIT(TestServer server) {
    super(server);
  }

  @Test
  void manyNewSamplesAreCopied() throws Exception {
    // A statement that is merged has "on conflict"; one that is copied would not be held up by it.
    database.execute("create table merged (rows bigint)");
    database.execute(
        """
        create function count_merged() returns trigger language plpgsql as $$
        begin
          if current_query() ilike '%on conflict%' then insert into merged values (1); end if;
          return null;
        end $$
        """);
    database.execute(
        "create trigger count_merged before insert on health_metrics"
            + " for each statement execute function count_merged()");

    store.store(minutes(noon, MANY, 60));
    assertThat(count("merged")).isZero();

    store.store(minutes(noon, MANY, 61));
    assertThat(count("merged")).isEqualTo(1);
    assertThat(writes.events()).containsExactly("copied", "collided", "merged");
    assertThat(answer()).isEqualTo(of(MANY, 61));
  }

  @Test
  void eachDayBelowTheWatermarkIsMarkedOnceAndNoOther() {
    settledUpToNow();
    Instant first = noon.minus(Duration.ofDays(1));
    SampleBatch batch = every(first, Duration.ofMinutes(15), 5 * 96, 60);
    store.store(batch);

    long markedBelow = state().markedBelowMicros();
    long days =
        Arrays.stream(batch.timestampsMicros())
            .filter(timestamp -> timestamp < markedBelow)
            .map(timestamp -> timestamp / 86_400_000_000L)
            .distinct()
            .count();
    assertThat(days).isBetween(2L, 5L);
    assertThat(marks()).isEqualTo(days);
    assertThat(answer().samples()).isEqualTo(5 * 96);
  }

  @Test
  void whatIsCopiedBelowTheWatermarkIsSeenBeforeAndAfterItIsSettled() {
    store.store(sample(noon.minusSeconds(30), 90));
    settledUpToNow();

    store.store(minutes(noon, MANY, 60));
    Summary expected = of(MANY, 60).merge(heartRates(90));
    assertThat(answer()).isEqualTo(expected);

    maintenance(LAG).settle();
    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(expected);
  }

  @Test
  void oneKnownKeyAmongManyNewOnesIsMergedAndMarkedWithThem() {
    store.store(sample(noon.plusSeconds(60 * (MANY - 1)), 90));
    settledUpToNow();

    store.store(minutes(noon, MANY, 60));

    assertThat(marks()).isPositive();
    assertThat(answer()).isEqualTo(of(MANY, 60));
  }

  @Test
  void aBatchThatIsKnownMarksNothing() {
    store.store(minutes(noon, MANY, 60));
    settledUpToNow();

    store.store(minutes(noon, MANY, 60));

    assertThat(marks()).isZero();
  }

  @Test
  void nothingIsCopiedBelowTheHorizon() {
    store.store(sample(noon.minus(Duration.ofDays(60)), 60));
    store.store(sample(noon, 60));
    settledUpToNow();
    retaining(Duration.ofDays(3)).retain();
    Summary before = answer(everything());

    assertThatThrownBy(() -> store.store(minutes(noon.minus(Duration.ofDays(365)), MANY, 60)))
        .isInstanceOf(ExpiredSamplesException.class);
    assertThat(answer(everything())).isEqualTo(before);
  }

  @Test
  void whatMayBeInTheColumnstoreIsMergedAndTheRestCopied() throws Exception {
    settledUpToNow();
    store.store(minutes(noon, 10, 50));
    database.execute(
        "update health_metrics_rollup_state set columnar_below = '" + noon.plusSeconds(1800) + "'");

    store.store(minutes(noon, MANY, 60));

    assertThat(answer()).isEqualTo(of(MANY, 60));
  }

  @Test
  void twoBatchesOfTheSameKeysInTurnsWaitForEachOtherAndBothAreStored() throws Exception {
    Future<?> one = sessions.submit(() -> repeat(60));
    Future<?> other = sessions.submit(() -> repeat(70));
    one.get();
    other.get();

    Summary answer = answer();
    assertThat(answer.samples()).isEqualTo(MANY);
    assertThat(answer.figures().get(0).min()).isEqualTo(answer.figures().get(0).max()).isIn(60, 70);
  }

  private void repeat(int heartRate) {
    for (int round = 0; round < 20; round++) {
      store.store(minutes(noon, MANY, heartRate));
    }
  }

  private TimeRange everything() {
    return new TimeRange(Instant.EPOCH, Instant.now().plus(Duration.ofDays(1)));
  }

  private static Summary of(int samples, int heartRate) {
    Summary summary = Summary.empty(SHIPPED);
    for (int sample = 0; sample < samples; sample++) {
      summary = summary.merge(Summary.of(SHIPPED, heartRate, ABSENT, ABSENT));
    }
    return summary;
  }

  private static SampleBatch minutes(Instant from, int count, int heartRate) {
    return every(from, Duration.ofMinutes(1), count, heartRate);
  }

  private static SampleBatch every(Instant from, Duration step, int count, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, count);
    for (int i = 0; i < count; i++) {
      builder.add(USER, EpochMicros.of(from.plus(step.multipliedBy(i))), heartRate, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
