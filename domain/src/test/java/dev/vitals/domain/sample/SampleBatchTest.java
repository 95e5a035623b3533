package dev.vitals.domain.sample;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SampleBatchTest {
  @Test
  void aLaterRowWinsFieldByFieldAndKeepsWhatItDoesNotCarry() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(7, 1_000, 80, 100, ABSENT);
    builder.add(7, 1_000, 90, ABSENT, 2_500);

    SampleBatch collapsed = builder.build().collapsed();

    assertThat(collapsed.size()).isEqualTo(1);
    assertThat(collapsed.values(0)).containsExactly(90);
    assertThat(collapsed.values(1)).containsExactly(100);
    assertThat(collapsed.values(2)).containsExactly(2_500);
  }

  @Test
  void aBatchThatIsSortedWithoutRepeatsIsNotCopied() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 3);
    builder.add(1, 10, 60, ABSENT, ABSENT);
    builder.add(1, 20, 61, ABSENT, ABSENT);
    builder.add(2, 5, 62, ABSENT, ABSENT);
    SampleBatch batch = builder.build();

    assertThat(batch.collapsed()).isSameAs(batch);
  }

  @Test
  void anEmptyBatchCollapsesToItself() {
    assertThat(SampleBatch.of(SHIPPED).collapsed().size()).isZero();
  }

  @Test
  void theEarliestMomentIsFoundWhateverTheOrder() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 3);
    builder.add(1, 20, 60, ABSENT, ABSENT);
    builder.add(2, -5, 61, ABSENT, ABSENT);
    builder.add(3, 10, 62, ABSENT, ABSENT);

    assertThat(builder.build().earliestMicros()).isEqualTo(-5);
    assertThatThrownBy(() -> SampleBatch.of(SHIPPED).earliestMicros())
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void theBuilderRefusesWhatNoInletMayPass() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);

    assertThatThrownBy(() -> builder.add(0, 0, 60, ABSENT, ABSENT)).hasMessageContaining("nobody");
    assertThatThrownBy(() -> builder.add(1, 0, 9, ABSENT, ABSENT))
        .hasMessageContaining("heart_rate");
    assertThatThrownBy(() -> builder.add(1, 0, ABSENT, -2, ABSENT)).hasMessageContaining("steps");
    assertThatThrownBy(() -> builder.add(1, 0, ABSENT, ABSENT, 20_000_001))
        .hasMessageContaining("calories");
    assertThatThrownBy(() -> builder.add(1, 0, ABSENT, ABSENT, ABSENT))
        .hasMessageContaining("at least one");
    assertThat(builder.size()).isZero();
  }

  @Test
  void aMetricThatNoSampleCarriesHasNoColumn() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(1, 20, ABSENT, 61, ABSENT);
    builder.add(1, 30, ABSENT, ABSENT, 62);

    SampleBatch batch = builder.build();

    assertThat(batch.carried()).containsExactly(1, 2);
    assertThat(batch.values(1)).containsExactly(61, ABSENT);
    assertThat(batch.values(2)).containsExactly(ABSENT, 62);
    assertThat(batch.value(0, 0)).isEqualTo(ABSENT);
  }

  @Property
  void aBatchHoldsTheSamplesItWasMadeOf(@ForAll("samples") Samples samples) {
    assertThat(rows(samples.batch())).isEqualTo(samples.list());
  }

  @Property
  void chosenRowsAreThoseOfTheBatch(@ForAll("samples") Samples samples) {
    int[] every2nd =
        IntStream.range(0, samples.list().size()).filter(row -> row % 2 == 1).toArray();

    assertThat(rows(samples.batch().rows(every2nd)))
        .isEqualTo(Arrays.stream(every2nd).mapToObj(samples.list()::get).toList());
  }

  @Property
  void collapsingEqualsPuttingTheSamplesIntoAMapOneByOne(@ForAll("samples") Samples samples) {
    Map<List<Object>, Sample> byKey = new LinkedHashMap<>();
    for (Sample sample : samples.list()) {
      byKey.merge(List.of(sample.userId(), sample.timestamp()), sample, SampleBatchTest::overlay);
    }
    List<Sample> expected = new ArrayList<>(byKey.values());
    expected.sort(Comparator.comparing(Sample::userId).thenComparing(Sample::timestamp));

    SampleBatch collapsed = samples.batch().collapsed();

    assertThat(rows(collapsed)).isEqualTo(expected);
    assertThat(collapsed.isCollapsed()).isTrue();
  }

  @Provide
  Arbitrary<Samples> samples() {
    return Samples.any();
  }

  private static List<Sample> rows(SampleBatch batch) {
    List<Sample> rows = new ArrayList<>();
    for (int row = 0; row < batch.size(); row++) {
      rows.add(batch.sample(row));
    }
    return rows;
  }

  private static Sample overlay(Sample earlier, Sample later) {
    Map<Metric, Integer> values = new HashMap<>(earlier.values());
    values.putAll(later.values());
    return new Sample(later.userId(), later.timestamp(), values);
  }
}
