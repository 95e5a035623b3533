package dev.vitals.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");

  @Test
  void startBelongsAndEndDoesNot() {
    TimeRange hour = new TimeRange(NOON, NOON.plusSeconds(3600));

    assertThat(hour.contains(NOON)).isTrue();
    assertThat(hour.contains(NOON.minusNanos(1000))).isFalse();
    assertThat(hour.contains(NOON.plusSeconds(3600))).isFalse();
    assertThat(hour.contains(NOON.plusSeconds(3600).minusNanos(1000))).isTrue();
  }

  @Test
  void neitherAnEmptyNorABackwardRangeExists() {
    assertThatThrownBy(() -> new TimeRange(NOON, NOON)).isInstanceOf(InvalidRangeException.class);
    assertThatThrownBy(() -> new TimeRange(NOON, NOON.minusSeconds(1)))
        .isInstanceOf(InvalidRangeException.class)
        .hasMessage("start must be before end");
  }

  @Test
  void boundsAreCutToMicrosecondsAsSamplesAre() {
    TimeRange range = new TimeRange(NOON.plusNanos(1_999), NOON.plusNanos(5_001));

    assertThat(range.start()).isEqualTo(NOON.plusNanos(1_000));
    assertThat(range.end()).isEqualTo(NOON.plusNanos(5_000));
    assertThatThrownBy(() -> new TimeRange(NOON, NOON.plusNanos(999)))
        .isInstanceOf(InvalidRangeException.class);
  }

  @Test
  void boundsBecomeMicrosecondsOnBothSidesOf1970() {
    TimeRange range =
        new TimeRange(
            Instant.parse("1969-12-31T23:59:59.999999999Z"), Instant.ofEpochSecond(1, 2_500));

    assertThat(range.startMicros()).isEqualTo(-1);
    assertThat(range.endMicros()).isEqualTo(1_000_002);
    assertThat(EpochMicros.toInstant(range.startMicros())).isEqualTo(range.start());
    assertThat(EpochMicros.toInstant(range.endMicros())).isEqualTo(range.end());
  }
}
