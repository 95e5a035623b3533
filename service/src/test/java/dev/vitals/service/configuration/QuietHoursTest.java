package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {
  @Test
  void twoTimesOfDayWithADashBetweenAreRead() {
    assertThat(QuietHours.of("02:00-05:00"))
        .isEqualTo(new QuietHours(LocalTime.of(2, 0), LocalTime.of(5, 0)));
    assertThat(QuietHours.of("22:30:15-00:00"))
        .isEqualTo(new QuietHours(LocalTime.of(22, 30, 15), LocalTime.MIDNIGHT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"02:00-05:00", "22:30:15-00:00"})
  void itIsWrittenAsItIsRead(String text) {
    assertThat(QuietHours.of(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "2-5",
        "02:00",
        "02:00-",
        "-05:00",
        "02:00-05:00-",
        "02:00 - 05:00",
        "24:00-05:00",
        "02:60-05:00",
        "02:00-05:00Z",
        "never"
      })
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> QuietHours.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be like 02:00-05:00");
  }

  @ParameterizedTest
  @CsvSource({
    "01:59:59.999999, false",
    "02:00, true",
    "04:59:59.999999, true",
    "05:00, false",
    "00:00, false",
  })
  void theStartBelongsToThemAndTheEndDoesNot(LocalTime time, boolean quiet) {
    assertThat(QuietHours.of("02:00-05:00").contains(time)).isEqualTo(quiet);
  }

  @ParameterizedTest
  @CsvSource({
    "21:59:59.999999, false",
    "22:00, true",
    "23:59:59.999999, true",
    "00:00, true",
    "04:59:59.999999, true",
    "05:00, false",
    "12:00, false",
  })
  void theyMayGoOverMidnight(LocalTime time, boolean quiet) {
    assertThat(QuietHours.of("22:00-05:00").contains(time)).isEqualTo(quiet);
  }

  @ParameterizedTest
  @ValueSource(strings = {"00:00", "01:59", "02:00", "23:59:59"})
  void twoTimesThatAreTheSameAreTheWholeDay(LocalTime time) {
    assertThat(QuietHours.of("02:00-02:00").contains(time)).isTrue();
    assertThat(QuietHours.of("00:00-00:00").contains(time)).isTrue();
  }
}
