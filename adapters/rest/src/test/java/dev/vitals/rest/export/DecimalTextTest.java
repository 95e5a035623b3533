package dev.vitals.rest.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricKind;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {
  @ParameterizedTest
  @CsvSource({
    "714, 1, 71.4",
    "780, 1, 78",
    "0, 3, 0",
    "5, 3, 0.005",
    "-5, 1, -0.5",
    "-1500, 3, -1.5",
    "2147483647, 0, 2147483647",
    "-2147483647, 6, -2147.483647",
    "1000000, 6, 1",
  })
  void asFewDigitsAsThereAre(int value, int decimals, String expected) {
    assertThat(text(value, decimals)).isEqualTo(expected);
  }

  @Test
  void itIsWhatOtherAnswersSay() {
    Random random = new Random(42);
    for (int decimals = 0; decimals <= Metric.MOST_DECIMALS; decimals++) {
      Metric metric =
          new Metric(
              "any", MetricKind.GAUGE, "unit", decimals, -Integer.MAX_VALUE, Integer.MAX_VALUE);
      for (int i = 0; i < 2_000; i++) {
        int value = random.nextInt(-Integer.MAX_VALUE, Integer.MAX_VALUE) >> random.nextInt(31);

        assertThat(text(value, decimals)).isEqualTo(metric.inUnits(value).toPlainString());
      }
    }
  }

  private static String text(int value, int decimals) {
    byte[] into = new byte[3 + DecimalText.LONGEST];
    int end = DecimalText.write(value, decimals, into, 3);
    return new String(into, 3, end - 3, StandardCharsets.US_ASCII);
  }
}
