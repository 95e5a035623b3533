package dev.vitals.domain.latest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.StandardMetrics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatestValuesTest {
  private static final MetricCatalogue STEPS = MetricCatalogue.of(StandardMetrics.STEPS);

  @Test
  void whoHasNoSamplesHasNoValueOfAnyMetric() {
    LatestValues none = LatestValues.none(SHIPPED);

    assertThat(none.hasSamples()).isFalse();
    assertThat(none.values()).hasSize(3).containsOnly(Optional.empty());
  }

  @Test
  void samplesThatCarryNothingOfItAreNotNone() {
    assertThat(new LatestValues(STEPS, true, List.of(Optional.empty())))
        .isNotEqualTo(LatestValues.none(STEPS));
  }

  @Test
  void thereIsOnePlaceAMetricAndNoValueWithoutASample() {
    assertThatThrownBy(() -> new LatestValues(SHIPPED, true, List.of(Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new LatestValues(STEPS, false, List.of(Optional.of(new LatestValue(0, 1)))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
