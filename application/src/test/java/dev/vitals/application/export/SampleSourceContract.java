package dev.vitals.application.export;

import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoredSamples;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every sentence of {@link SampleSource}, fed through the {@link SampleStore} beside it. */
public interface SampleSourceContract extends StoredSamples {
  Instant NEW_YEARS_DAY = Instant.parse("2025-01-01T00:00:00Z");

  TimeRange ALWAYS =
      new TimeRange(
          Instant.parse("0000-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"));

  /** Where {@link #samples()} reads from, empty at a test's start. */
  SampleStore store();

  /** The same source throughout one test. */
  SampleSource samples();

  @Test
  default void whatWasStoredIsToldInOrderOfTime() {
    Random random = new Random(42);
    List<Sample> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Map<Metric, Integer> values = new HashMap<>();
      values.put(HEART_RATE, 10 + random.nextInt(3_491));
      for (Metric metric : catalogue().metrics()) {
        if (random.nextBoolean()) {
          values.putIfAbsent(metric, (int) random.nextLong(metric.least(), metric.greatest() + 1L));
        }
      }
      Instant moment = NEW_YEARS_DAY.plusNanos(random.nextLong(40L * 86_400 * 1_000_000) * 1_000);
      all.add(new Sample(user(1 + random.nextInt(3)), moment, values));
    }
    store().store(SampleBatch.of(catalogue(), all).collapsed());

    for (int number = 1; number <= 3; number++) {
      long user = user(number);
      assertThat(read(user, ALWAYS, catalogue()))
          .isEqualTo(
              all.stream()
                  .filter(sample -> sample.userId() == user)
                  .sorted(Comparator.comparing(Sample::timestamp))
                  .toList());
    }
  }

  @Test
  default void theStartOfARangeIsToldAndItsEndIsNot() {
    Instant micro = NEW_YEARS_DAY.plusNanos(1_000);
    storeSteps(NEW_YEARS_DAY.minusNanos(1_000), NEW_YEARS_DAY, micro, micro.plusNanos(1_000));

    assertThat(read(user(1), new TimeRange(NEW_YEARS_DAY, micro.plusNanos(1_000)), catalogue()))
        .extracting(Sample::timestamp)
        .containsExactly(NEW_YEARS_DAY, micro);
  }

  @Test
  default void ofSomeMetricsTheSamplesAreToldThatCarryOneOfThem() {
    store()
        .store(
            SampleBatch.of(
                catalogue(),
                List.of(
                    sample(0, Map.of(STEPS, 5)),
                    sample(1, Map.of(HEART_RATE, 700, STEPS, 0)),
                    sample(2, Map.of(CALORIES, 1, STEPS, 7)))));

    assertThat(read(user(1), ALWAYS, MetricCatalogue.of(CALORIES, HEART_RATE)))
        .containsExactly(sample(1, Map.of(HEART_RATE, 700)), sample(2, Map.of(CALORIES, 1)));
  }

  @Test
  default void nobodysSamplesAreNone() {
    storeSteps(NEW_YEARS_DAY);

    assertThat(read(user(2), ALWAYS, catalogue())).isEmpty();
    assertThat(read(0, ALWAYS, catalogue())).isEmpty();
    assertThat(
            read(
                user(1),
                new TimeRange(
                    Instant.parse("0000-01-01T00:00:00Z"), Instant.parse("1970-01-01T00:00:00Z")),
                catalogue()))
        .isEmpty();
  }

  @Test
  default void noneIsToldWhenNoneIsWanted() {
    storeSteps(NEW_YEARS_DAY, NEW_YEARS_DAY.plusSeconds(1), NEW_YEARS_DAY.plusSeconds(2));
    ReadSamples read = new ReadSamples(user(1), catalogue(), 2);

    samples().read(new RangeQuestion(user(1), ALWAYS, catalogue()), read, new Stop());

    assertThat(read.samples()).hasSize(2);
    assertThat(read(user(1), ALWAYS, catalogue())).as("the store is in order").hasSize(3);
  }

  @Test
  default void whatTheVisitorThrowsIsThrown() {
    storeSteps(NEW_YEARS_DAY, NEW_YEARS_DAY.plusSeconds(1));
    RecipientGoneException gone = new RecipientGoneException(new IllegalStateException());
    ReadSamples read =
        new ReadSamples(user(1), catalogue(), 5) {
          @Override
          public boolean sample(long timestampMicros, int[] values) {
            throw gone;
          }
        };

    assertThatThrownBy(
            () -> samples().read(new RangeQuestion(user(1), ALWAYS, catalogue()), read, new Stop()))
        .isSameAs(gone);
    assertThat(read(user(1), ALWAYS, catalogue())).as("the store is in order").hasSize(2);
  }

  @Test
  default void whoIsToStopThrows() {
    storeSteps(NEW_YEARS_DAY);
    Stop stop = new Stop();
    stop.ask();

    assertThatThrownBy(
            () ->
                samples()
                    .read(
                        new RangeQuestion(user(1), ALWAYS, catalogue()),
                        new ReadSamples(user(1), catalogue(), 5),
                        stop))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(read(user(1), ALWAYS, catalogue())).as("the store is in order").hasSize(1);
  }

  private List<Sample> read(long user, TimeRange range, MetricCatalogue metrics) {
    ReadSamples read = new ReadSamples(user, metrics, Integer.MAX_VALUE);
    samples().read(new RangeQuestion(user, range, metrics), read, new Stop());
    assertThat(read.keptFrom()).as("nothing is dropped").isEmpty();
    return read.samples();
  }

  private Sample sample(int minute, Map<Metric, Integer> values) {
    return new Sample(user(1), NEW_YEARS_DAY.plus(Duration.ofMinutes(minute)), values);
  }

  private void storeSteps(Instant... moments) {
    store()
        .store(
            SampleBatch.of(
                catalogue(),
                List.of(moments).stream()
                    .map(moment -> new Sample(user(1), moment, Map.of(STEPS, 5)))
                    .toList()));
  }
}
