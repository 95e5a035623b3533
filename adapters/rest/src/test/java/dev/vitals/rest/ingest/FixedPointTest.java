package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "13,13000",
    "6.5,6500",
    "0.001,1",
    "9999,9999000",
    "1.0005,1001",
    "1.00049999,1000",
    "0.0004,0",
    "9999.9995,10000000",
    "99999,99999000",
    "21.4075,21408",
    "21.407499999999998,21407"
  })
  void plainNumbers(String text, long milli) {
    assertThat(read(text)).isEqualTo(milli);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1e3", "1.5E2", "1.5e-7", "1234567890", "20000.0001", "1.0000000e5"})
  void theRestIsReadInAnotherWay(String text) {
    assertThat(read(text)).isEqualTo(FixedPoint.NOT_PLAIN);
  }

  @Test
  void agreesWithBigDecimal() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal number = BigDecimal.valueOf(random.nextInt(10_000_000), random.nextInt(4, 8));
      assertThat(read(number.toPlainString()))
          .as("%s", number)
          .isEqualTo(number.setScale(3, RoundingMode.HALF_UP).unscaledValue().longValueExact());
    }
  }

  private static long read(String text) {
    String around = "x" + text + "9";
    return FixedPoint.scaled(CALORIES, around.toCharArray(), 1, text.length());
  }
}
