package dev.vitals.domain.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleTest {
  private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "USER_ID, 1, 9223372036854775807",
    "HEART_RATE, 1, 350",
    "STEPS, 0, 100000",
    "CALORIES, 0, 20000000"
  })
  void limitsAreInclusive(SampleField field, long min, long max) {
    assertThat(field.accepts(min)).isTrue();
    assertThat(field.accepts(min - 1)).isFalse();
    assertThat(field.accepts(max)).isTrue();
    assertThat(field.accepts(max + 1)).isFalse();
  }

  @Test
  void aValueOutOfItsLimitsMakesNoSampleAndStaysOutOfTheMessage() {
    assertThatThrownBy(() -> sample(OptionalInt.of(351), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("heart_rate must be an integer from 1 to 350 (bpm)");
    assertThatThrownBy(() -> sample(OptionalInt.empty(), OptionalInt.of(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
  }

  @Test
  void aSampleCarriesAtLeastOneValue() {
    assertThatThrownBy(() -> sample(OptionalInt.empty(), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one");
  }

  @Test
  void theTimestampIsCutToMicroseconds() {
    Sample sample =
        new Sample(
            1, NOON.plusNanos(1_999), OptionalInt.of(60), OptionalInt.empty(), OptionalInt.empty());

    assertThat(sample.timestamp()).isEqualTo(NOON.plusNanos(1_000));
  }

  private static Sample sample(OptionalInt heartRate, OptionalInt steps) {
    return new Sample(1, NOON, heartRate, steps, OptionalInt.empty());
  }
}
