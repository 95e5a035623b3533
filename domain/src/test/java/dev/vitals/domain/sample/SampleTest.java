package dev.vitals.domain.sample;

import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

  @Test
  void aSampleIsSomebodys() {
    assertThat(new Sample(-1, NOON, Map.of(STEPS, 1)).userId()).isEqualTo(-1);
    assertThatThrownBy(() -> new Sample(0, NOON, Map.of(STEPS, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample of nobody");
  }

  @Test
  void aValueOutOfItsLimitsMakesNoSampleAndStaysOutOfTheMessage() {
    assertThatThrownBy(() -> new Sample(1, NOON, Map.of(HEART_RATE, 3_501)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heart_rate must be a number from 1 to 350 (bpm)");
    assertThatThrownBy(() -> new Sample(1, NOON, Map.of(STEPS, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
  }

  @Test
  void aSampleCarriesAtLeastOneValue() {
    assertThatThrownBy(() -> new Sample(1, NOON, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void theTimestampIsCutToMicroseconds() {
    Sample sample = new Sample(1, NOON.plusNanos(1_999), Map.of(STEPS, 60));

    assertThat(sample.timestamp()).isEqualTo(NOON.plusNanos(1_000));
  }
}
