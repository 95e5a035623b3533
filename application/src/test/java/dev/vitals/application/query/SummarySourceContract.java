package dev.vitals.application.query;

import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.store.StoredSamples;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every sentence of {@link SummarySource}, fed through the {@link SampleStore} beside it. */
public interface SummarySourceContract extends StoredSamples {
  Instant NEW_YEAR = Instant.parse("2025-01-01T00:00:00Z");

  /** Where {@link #source()} reads from, empty at a test's start. */
  SampleStore store();

  /** The same source throughout one test. */
  SummarySource source();

  @Test
  default void anUnknownUserAndAnEmptyRangeHaveTheEmptySummary() {
    store().store(heartRates(user(1), NEW_YEAR, 70));

    assertThat(source().summarize(user(2), minutesFrom(NEW_YEAR, 1), catalogue()))
        .isEqualTo(Summary.empty(catalogue()));
    assertThat(source().summarize(user(1), minutesFrom(NEW_YEAR.minusSeconds(60), 1), catalogue()))
        .isEqualTo(Summary.empty(catalogue()));
  }

  @Test
  default void theStartBelongsToTheRangeAndTheEndDoesNot() {
    store().store(heartRates(user(1), NEW_YEAR, 60, 70, 80));

    assertThat(source().summarize(user(1), minutesFrom(NEW_YEAR, 2), catalogue()))
        .isEqualTo(summaryOf(60, ABSENT, ABSENT).merge(summaryOf(70, ABSENT, ABSENT)));
    assertThat(
            source()
                .summarize(user(1), minutesFrom(NEW_YEAR.plusSeconds(60), 2), catalogue())
                .figures()
                .get(0)
                .sum())
        .isEqualTo(150);
  }

  @Test
  default void nobodyElsesSamplesAreCounted() {
    store().store(heartRates(user(1), NEW_YEAR, 60));
    store().store(heartRates(user(2), NEW_YEAR, 90));

    assertThat(source().summarize(user(1), minutesFrom(NEW_YEAR, 5), catalogue()))
        .isEqualTo(summaryOf(60, ABSENT, ABSENT));
  }

  @Test
  default void aFigureThatNoSampleCarriesHasTheCountZero() {
    store().store(heartRates(user(1), NEW_YEAR, 60, 62));

    Summary summary = source().summarize(user(1), minutesFrom(NEW_YEAR, 5), catalogue());

    assertThat(summary.figures().get(1).count()).isZero();
    assertThat(summary.total(2)).isEmpty();
    assertThat(summary.average(0)).hasValue(6.1);
  }

  @Test
  default void aRangeMayReachFromTheYear0ToTheYear9999() {
    store().store(heartRates(user(1), NEW_YEAR, 60));

    TimeRange always =
        new TimeRange(
            Instant.parse("0000-01-01T00:00:00Z"), Instant.parse("9999-12-31T23:59:59.999999Z"));
    assertThat(source().summarize(user(1), always, catalogue()).samples()).isEqualTo(1);
  }

  @Test
  default void anyRangeAgreesWithTheAggregateOverTheRawSamples() {
    Random random = new Random(42);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Map<Metric, Integer> values = new HashMap<>();
      values.put(HEART_RATE, 10 + random.nextInt(3_491));
      values.put(CALORIES, random.nextInt(20_000_001));
      for (Metric metric : catalogue().metrics()) {
        if (random.nextBoolean()) {
          values.putIfAbsent(metric, (int) random.nextLong(metric.least(), metric.greatest() + 1L));
        }
      }
      samples.add(
          new Sample(
              user(1 + random.nextInt(3)), NEW_YEAR.plusMillis(random.nextInt(3_600_000)), values));
    }
    SampleBatch batch = SampleBatch.of(catalogue(), samples).collapsed();
    store().store(batch);

    for (int i = 0; i < 50; i++) {
      long user = user(1 + random.nextInt(3));
      Instant start = NEW_YEAR.plusMillis(random.nextInt(3_000_000));
      TimeRange range = new TimeRange(start, start.plusMillis(1L + random.nextInt(2_000_000)));
      assertThat(source().summarize(user, range, catalogue()))
          .isEqualTo(Summary.of(batch, user, range));
    }
  }

  @Test
  default void questionsOfOneCallAreAnsweredAsIfEachHadBeenAskedAlone() {
    for (int number = 1; number <= 3; number++) {
      store().store(heartRates(user(number), NEW_YEAR, 60 + number, 70, 80 + number, 90));
      store().store(heartRates(user(number), NEW_YEAR.plus(Duration.ofDays(40)), 100 + number));
    }
    Random random = new Random(42);
    List<RangeQuestion> questions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // From minutes to weeks, so of several shapes; some twice, and some of nobody.
      Instant start = NEW_YEAR.minusSeconds(random.nextInt(3) * 40_000L);
      Duration length = Duration.ofMinutes(1L << random.nextInt(17));
      questions.add(
          new RangeQuestion(
              user(1 + random.nextInt(4)),
              new TimeRange(start, start.plus(length)),
              chosen(random)));
    }

    List<Summary> together = source().summarize(questions);

    assertThat(together).hasSameSizeAs(questions);
    for (int i = 0; i < questions.size(); i++) {
      RangeQuestion question = questions.get(i);
      assertThat(together.get(i))
          .as(question.toString())
          .isEqualTo(
              source()
                  .summarize(question.userId(), question.range(), catalogue())
                  .only(question.metrics()));
    }
    assertThat(source().summarize(List.of())).isEmpty();
  }

  private SampleBatch heartRates(long user, Instant first, int... perMinute) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), perMinute.length);
    for (int minute = 0; minute < perMinute.length; minute++) {
      builder.add(
          user, EpochMicros.of(first.plusSeconds(minute * 60L)), perMinute[minute], ABSENT, ABSENT);
    }
    return builder.build();
  }

  private static TimeRange minutesFrom(Instant start, int minutes) {
    return new TimeRange(start, start.plus(Duration.ofMinutes(minutes)));
  }

  private MetricCatalogue chosen(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> catalogue();
      case 1 -> MetricCatalogue.of(CALORIES, HEART_RATE);
      default -> MetricCatalogue.of(STEPS);
    };
  }
}
