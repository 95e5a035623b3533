package dev.vitals.domain.summary;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.Samples;
import dev.vitals.domain.time.TimeRange;
import java.util.List;
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
        Summary.of(78, 150, 6_500)
            .merge(Summary.of(82, 300, 13_000))
            .merge(Summary.of(85, 200, 9_100));

    assertThat(summary.samples()).isEqualTo(3);
    assertThat(summary.averageHeartRate()).hasValue(81.66666666666667);
    assertThat(summary.minHeartRate()).hasValue(78);
    assertThat(summary.maxHeartRate()).hasValue(85);
    assertThat(summary.totalSteps()).hasValue(650);
    assertThat(summary.totalCalories().orElseThrow()).isEqualByComparingTo("28.6");
  }

  @Test
  void aFigureIsAbsentWhereNoSampleCarriesItAndZeroWhereOneSaysZero() {
    Summary summary = Summary.of(ABSENT, 0, ABSENT);

    assertThat(summary.samples()).isEqualTo(1);
    assertThat(summary.averageHeartRate()).isEmpty();
    assertThat(summary.minHeartRate()).isEmpty();
    assertThat(summary.maxHeartRate()).isEmpty();
    assertThat(summary.totalSteps()).hasValue(0);
    assertThat(summary.totalCalories()).isEmpty();
  }

  @Test
  void countsAndSumsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(() -> new Summary(1, 2, 120, 60, 60, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Summary(1, 0, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 5, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Summary(2, 2, 120, 61, 59, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Summary(1, 0, 0, 60, 60, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void mergeIsAssociative(
      @ForAll("summaries") Summary a,
      @ForAll("summaries") Summary b,
      @ForAll("summaries") Summary c) {
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
  }

  @Property
  void mergeIsCommutative(@ForAll("summaries") Summary a, @ForAll("summaries") Summary b) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Property
  void emptyIsTheIdentity(@ForAll("summaries") Summary a) {
    assertThat(a.merge(Summary.EMPTY)).isEqualTo(a);
    assertThat(Summary.EMPTY.merge(a)).isEqualTo(a);
  }

  @Property
  void anySplitOfABatchGivesTheSameSummary(
      @ForAll("samples") List<Sample> samples, @ForAll @IntRange(max = 60) int at) {
    int split = Math.min(at, samples.size());
    SampleBatch head = SampleBatch.of(samples.subList(0, split));
    SampleBatch tail = SampleBatch.of(samples.subList(split, samples.size()));

    assertThat(Summary.of(head, 1, HOUR).merge(Summary.of(tail, 1, HOUR)))
        .isEqualTo(Summary.of(SampleBatch.of(samples), 1, HOUR));
  }

  @Property
  void anySplitOfARangeGivesTheSameSummary(
      @ForAll("samples") List<Sample> samples, @ForAll @IntRange(min = 1, max = 3599) int second) {
    SampleBatch batch = SampleBatch.of(samples);
    TimeRange before = new TimeRange(HOUR.start(), HOUR.start().plusSeconds(second));
    TimeRange after = new TimeRange(before.end(), HOUR.end());

    assertThat(Summary.of(batch, 1, before).merge(Summary.of(batch, 1, after)))
        .isEqualTo(Summary.of(batch, 1, HOUR));
  }

  @Provide
  Arbitrary<List<Sample>> samples() {
    return Samples.lists();
  }

  @Provide
  Arbitrary<Summary> summaries() {
    return Samples.lists().map(samples -> Summary.of(SampleBatch.of(samples), 1, HOUR));
  }
}
