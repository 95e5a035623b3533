package dev.vitals.application.query;

import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.store.StoredSamples;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every sentence of {@link LatestSource}, fed through the {@link SampleStore} beside it. */
public interface LatestSourceContract extends StoredSamples {
  Instant FIRST_OF_JUNE = Instant.parse("2025-06-01T12:00:00.000001Z");

  MetricCatalogue THREE = MetricCatalogue.of(STEPS, CALORIES, HEART_RATE);

  /** What {@link #latest()} reads from, empty at a test's start. */
  SampleStore store();

  /** The same source throughout one test. */
  LatestSource latest();

  @Test
  default void anUnknownUserHasNoSamples() {
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 700));

    assertThat(latest(2, catalogue())).isEqualTo(LatestValues.none(catalogue()));
    assertThat(latest().latest(new LatestQuestion(0, THREE))).isEqualTo(LatestValues.none(THREE));
  }

  @Test
  default void eachMetricIsThatOfTheNewestSampleThatCarriesIt() {
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 700, STEPS, 0));
    report(1, FIRST_OF_JUNE.minusSeconds(60), Map.of(CALORIES, 12_500, STEPS, 1));
    report(1, FIRST_OF_JUNE.plus(Duration.ofDays(40)), Map.of(HEART_RATE, 655));
    report(2, FIRST_OF_JUNE.plus(Duration.ofDays(50)), Map.of(HEART_RATE, 900, CALORIES, 1));

    assertThat(latest(1, THREE).values())
        .containsExactly(
            at(FIRST_OF_JUNE, 0),
            at(FIRST_OF_JUNE.minusSeconds(60), 12_500),
            at(FIRST_OF_JUNE.plus(Duration.ofDays(40)), 655));
  }

  @Test
  default void aMetricThatWasNeverSentHasNoValueAndItsUserHasSamples() {
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 700));

    assertThat(latest(1, MetricCatalogue.of(STEPS)))
        .isEqualTo(new LatestValues(MetricCatalogue.of(STEPS), true, List.of(Optional.empty())));
  }

  @Test
  default void whatIsReportedLaterForAnEarlierMomentIsNotTheLatest() {
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 700));
    assertThat(latest(1, THREE).values().get(2)).isEqualTo(at(FIRST_OF_JUNE, 700));
    report(1, FIRST_OF_JUNE.minusSeconds(1), Map.of(HEART_RATE, 600, STEPS, 5));

    assertThat(latest(1, THREE).values())
        .containsExactly(
            at(FIRST_OF_JUNE.minusSeconds(1), 5), Optional.empty(), at(FIRST_OF_JUNE, 700));
  }

  @Test
  default void aValueThatIsSentAgainReplacesTheOneBefore() {
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 700, STEPS, 5));
    report(1, FIRST_OF_JUNE, Map.of(HEART_RATE, 710));

    assertThat(latest(1, THREE).values())
        .containsExactly(at(FIRST_OF_JUNE, 5), Optional.empty(), at(FIRST_OF_JUNE, 710));
  }

  /** More than anybody would look at one by one. */
  @Test
  default void oneIsFoundBehindManyThatDoNotCarryIt() {
    report(1, FIRST_OF_JUNE.minus(Duration.ofDays(300)), Map.of(CALORIES, 3));
    report(1, FIRST_OF_JUNE.minusSeconds(1), Map.of(STEPS, 4));
    store()
        .store(
            SampleBatch.of(
                catalogue(),
                IntStream.range(0, 500)
                    .mapToObj(
                        minute ->
                            new Sample(
                                user(1),
                                FIRST_OF_JUNE.plusSeconds(60L * minute),
                                Map.of(HEART_RATE, 600 + minute)))
                    .toList()));

    assertThat(latest(1, THREE).values())
        .containsExactly(
            at(FIRST_OF_JUNE.minusSeconds(1), 4),
            at(FIRST_OF_JUNE.minus(Duration.ofDays(300)), 3),
            at(FIRST_OF_JUNE.plusSeconds(60 * 499), 1_099));
  }

  private void report(int user, Instant at, Map<Metric, Integer> values) {
    store().store(SampleBatch.of(catalogue(), List.of(new Sample(user(user), at, values))));
  }

  private LatestValues latest(int user, MetricCatalogue metrics) {
    return latest().latest(new LatestQuestion(user(user), metrics));
  }

  private static Optional<LatestValue> at(Instant timestamp, int value) {
    return Optional.of(new LatestValue(EpochMicros.of(timestamp), value));
  }
}
