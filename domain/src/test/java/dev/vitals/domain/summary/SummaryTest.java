package dev.vitals.domain.summary;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.StandardMetrics;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.Samples;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final TimeRange HOUR =
      new TimeRange(Samples.START, Samples.START.plusSeconds(3600));

  @Test
  void figuresOfThreeSamples() {
    Summary summary =
        Summary.of(SHIPPED, 780, 150, 6_500)
            .merge(Summary.of(SHIPPED, 820, 300, 13_000))
            .merge(Summary.of(SHIPPED, 850, 200, 9_100));

    assertThat(summary.samples()).isEqualTo(3);
    assertThat(summary.average(0)).hasValue(81.66666666666667);
    assertThat(summary.min(0)).contains(new BigDecimal("78"));
    assertThat(summary.max(0)).contains(new BigDecimal("85"));
    assertThat(summary.total(1)).contains(new BigDecimal("650"));
    assertThat(summary.total(2)).contains(new BigDecimal("28.6"));
  }

  @Test
  void aFigureIsAbsentWhereNoSampleCarriesItAndZeroWhereOneSaysZero() {
    Summary summary = Summary.of(SHIPPED, ABSENT, 0, ABSENT);

    assertThat(summary.samples()).isEqualTo(1);
    assertThat(summary.average(0)).isEmpty();
    assertThat(summary.min(0)).isEmpty();
    assertThat(summary.max(0)).isEmpty();
    assertThat(summary.total(1)).contains(BigDecimal.ZERO);
    assertThat(summary.total(2)).isEmpty();
  }

  @Test
  void countsAndSumsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> Figures.total(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Figures.total(0, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Figures(2, 120, 61, 59))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Figures(0, 0, 60, 60))
        .isInstanceOf(IllegalArgumentException.class);
    List<Figures> two = List.of(Figures.total(2, 120), Figures.NONE, Figures.NONE);
    assertThatThrownBy(() -> new Summary(SHIPPED, 1, two))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Summary(SHIPPED, 2, two.subList(0, 2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void summariesOfDifferentMetricsAreNotMerged() {
    Summary steps = Summary.empty(MetricCatalogue.of(StandardMetrics.STEPS));

    assertThatThrownBy(() -> steps.merge(Summary.empty(SHIPPED)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void mergeIsAssociative(
      @ForAll("samples") Samples samples,
      @ForAll @IntRange(max = 60) int one,
      @ForAll @IntRange(max = 60) int other) {
    int size = samples.list().size();
    int first = Math.min(Math.min(one, other), size);
    int second = Math.min(Math.max(one, other), size);
    Summary a = Summary.of(samples.batch(0, first), 1, HOUR);
    Summary b = Summary.of(samples.batch(first, second), 1, HOUR);
    Summary c = Summary.of(samples.batch(second, size), 1, HOUR);

    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void mergeIsCommutative(@ForAll("samples") Samples samples, @ForAll @IntRange(max = 60) int at) {
    int split = Math.min(at, samples.list().size());
    Summary a = Summary.of(samples.batch(0, split), 1, HOUR);
    Summary b = Summary.of(samples.batch(split, samples.list().size()), 1, HOUR);

    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Property
  void emptyIsTheIdentity(@ForAll("samples") Samples samples) {
    Summary a = Summary.of(samples.batch(), 1, HOUR);
    Summary empty = Summary.empty(samples.catalogue());

    assertThat(a.merge(empty)).isEqualTo(a);
    assertThat(empty.merge(a)).isEqualTo(a);
  }

  @Property
  void anySplitOfABatchGivesTheSameSummary(
      @ForAll("samples") Samples samples, @ForAll @IntRange(max = 60) int at) {
    int split = Math.min(at, samples.list().size());
    SampleBatch head = samples.batch(0, split);
    SampleBatch tail = samples.batch(split, samples.list().size());

    assertThat(Summary.of(head, 1, HOUR).merge(Summary.of(tail, 1, HOUR)))
        .isEqualTo(Summary.of(samples.batch(), 1, HOUR));
  }

  @Property
  void anySplitOfARangeGivesTheSameSummary(
      @ForAll("samples") Samples samples, @ForAll @IntRange(min = 1, max = 3599) int second) {
    SampleBatch batch = samples.batch();
    TimeRange before = new TimeRange(HOUR.start(), HOUR.start().plusSeconds(second));
    TimeRange after = new TimeRange(before.end(), HOUR.end());

    assertThat(Summary.of(batch, 1, before).merge(Summary.of(batch, 1, after)))
        .isEqualTo(Summary.of(batch, 1, HOUR));
  }

  @Property
  void figuresAreThoseOfTheNumbersAsTheyAreWritten(@ForAll("samples") Samples samples) {
    Summary summary = Summary.of(samples.batch(), 1, HOUR);
    for (int number = 0; number < samples.catalogue().size(); number++) {
      Metric metric = samples.catalogue().metric(number);
      List<BigDecimal> values =
          samples.list().stream()
              .filter(sample -> sample.userId() == 1)
              .flatMap(sample -> Stream.ofNullable(sample.values().get(metric)))
              .map(value -> BigDecimal.valueOf(value, metric.decimals()))
              .toList();
      if (metric.isGauge()) {
        assertThat(summary.min(number).map(BigDecimal::doubleValue))
            .isEqualTo(values.stream().min(naturalOrder()).map(BigDecimal::doubleValue));
        assertThat(summary.max(number).map(BigDecimal::doubleValue))
            .isEqualTo(values.stream().max(naturalOrder()).map(BigDecimal::doubleValue));
      }
      BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      assertThat(summary.total(number).orElse(BigDecimal.ZERO)).isEqualByComparingTo(sum);
      assertThat(summary.average(number).isPresent()).isEqualTo(!values.isEmpty());
      if (!values.isEmpty()) {
        assertThat(summary.average(number).getAsDouble())
            .isEqualTo(
                sum.divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128)
                    .doubleValue());
      }
    }
  }

  @Provide
  Arbitrary<Samples> samples() {
    return Samples.any();
  }
}
