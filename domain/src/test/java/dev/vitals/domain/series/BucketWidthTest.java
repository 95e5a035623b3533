package dev.vitals.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketWidthTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1m", "5m", "15m", "60m", "90m", "720m", "1h", "8h", "12h", "1d", "1w", "1mo", "1y"
      })
  void whatDividesADayAndWhatACalendarHasIsOne(String text) {
    assertThat(BucketWidth.parse(text))
        .hasValueSatisfying(it -> assertThat(it.text()).isEqualTo(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0m",
        "7m",
        "13h",
        "24h",
        "1440m",
        "5h",
        "2d",
        "1M",
        "1D",
        "01m",
        "1",
        "h",
        "-1m",
        "1.5h",
        "1s",
        " 1d",
        "1mo ",
        "９m",
        "999999999999m"
      })
  void nothingElseIs(String text) {
    assertThat(BucketWidth.parse(text)).isEmpty();
  }
}
