package dev.vitals.domain.metric;

import static dev.vitals.domain.metric.MetricKind.GAUGE;
import static dev.vitals.domain.metric.MetricKind.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {
  @Test
  void limitsAreInclusiveAndScaled() {
    Metric heartRate = StandardMetrics.HEART_RATE;

    assertThat(heartRate.accepts(10)).isTrue();
    assertThat(heartRate.accepts(9)).isFalse();
    assertThat(heartRate.accepts(3_500)).isTrue();
    assertThat(heartRate.accepts(3_501)).isFalse();
  }

  @Test
  void theRuleIsInUnitsAsPeopleWriteThem() {
    assertThat(StandardMetrics.STEPS.rule()).isEqualTo("must be an integer from 0 to 100000");
    assertThat(StandardMetrics.HEART_RATE.rule()).isEqualTo("must be a number from 1 to 350 (bpm)");
    assertThat(Metric.of("ph", GAUGE, "pH", 2, "-0.50", "14.25").rule())
        .isEqualTo("must be a number from -0.5 to 14.25 (pH)");
  }

  @ParameterizedTest
  @CsvSource({"714, 71.4", "780, 78", "0, 0", "-5, -0.5", "200000, 20000"})
  void aValueHasAsFewDigitsAsThereAre(long tenths, String text) {
    assertThat(StandardMetrics.HEART_RATE.inUnits(tenths).toPlainString()).isEqualTo(text);
    assertThat(StandardMetrics.HEART_RATE.inUnits(tenths).toString()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Heart",
        "heart rate",
        "heart-rate",
        "1st",
        "_x",
        "größe",
        "x\n",
        "heart.rate"
      })
  void aNameIsAnIdentifierInLowerCase(String name) {
    assertThatThrownBy(() -> Metric.of(name, TOTAL, "count", 0, "0", "1"))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage(
            "a metric's name must be 1 to 48 lower-case letters, digits and underscores, a letter first");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_id", "timestamp", "samples", "bucket", "start", "xmin"})
  void anotherFieldsNameIsTaken(String name) {
    assertThatThrownBy(() -> Metric.of(name, TOTAL, "count", 0, "0", "1"))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage("no metric can be named " + name + ": that is another field");
  }

  @Test
  void aNameHasRoomForWhatRollupsAddToIt() {
    assertThat(Metric.of("x".repeat(48), TOTAL, "count", 0, "0", "1").name()).hasSize(48);
    assertThatThrownBy(() -> Metric.of("x".repeat(49), TOTAL, "count", 0, "0", "1"))
        .isInstanceOf(InvalidMetricException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "9, 0, 1, metric x: decimals must be 0 to 6",
    "-1, 0, 1, metric x: decimals must be 0 to 6",
    "0, 2, 1, metric x: min must not be above max",
    "1, 0.25, 1, metric x: min has more than 1 decimals",
    "1, 0, 1.25, metric x: max has more than 1 decimals",
    "0, 0, 2147483648, metric x: max with 0 decimals does not fit into 31 bits",
    "0, -2147483648, 0, metric x: min with 0 decimals does not fit into 31 bits",
    "3, 0, 2147484, metric x: max with 3 decimals does not fit into 31 bits",
    "0, 0, 1e999999999, metric x: max must fit into 31 bits",
  })
  void aWrongDefinitionIsToldInOneLine(
      int decimals, String least, String greatest, String message) {
    assertThatThrownBy(() -> Metric.of("x", GAUGE, "unit", decimals, least, greatest))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "b\np", "123456789012345678901234567890123"})
  void aUnitIsShort(String unit) {
    assertThatThrownBy(() -> Metric.of("x", GAUGE, unit, 0, "0", "1"))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage("metric x: unit must have 1 to 32 characters");
  }

  @Test
  void theStandardOnesAreACatalogue() {
    MetricCatalogue all = MetricCatalogue.of(StandardMetrics.ALL);

    assertThat(all.size()).isEqualTo(17);
    assertThat(all.metric(all.numberOf("oxygen_saturation")))
        .isEqualTo(StandardMetrics.OXYGEN_SATURATION);
    assertThat(all.numberOf("pulse")).isEqualTo(-1);
  }

  @Test
  void aCatalogueHasEachNameOnceAndAtLeastOne() {
    assertThatThrownBy(() -> MetricCatalogue.of(StandardMetrics.STEPS, StandardMetrics.STEPS))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage("metric steps is there twice");
    assertThatThrownBy(() -> MetricCatalogue.of(List.of()))
        .isInstanceOf(InvalidMetricException.class)
        .hasMessage("there must be 1 to 60 metrics");
  }

  @Test
  void namesAreListedAsInASentence() {
    assertThat(MetricCatalogue.SHIPPED.names("and")).isEqualTo("heart_rate, steps and calories");
    assertThat(MetricCatalogue.of(StandardMetrics.STEPS).names("and")).isEqualTo("steps");
  }
}
