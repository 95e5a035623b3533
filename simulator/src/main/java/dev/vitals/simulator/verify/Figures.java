package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.simulator.wearable.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an answer.
 *
 * @param byField averages as doubles, all others without trailing zeros; null where no sample
 *     carried one
 */
record Figures(long samples, Map<String, @Nullable Number> byField) {

  /** As JSON writes them, so that no digit is lost before it is compared. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * @param metrics those that are compared; others are not looked at
   * @throws JsonProcessingException it is no JSON
   */
  static Figures ofAnswer(List<Metric> metrics, String body) throws JsonProcessingException {
    JsonNode answer = JSON.readTree(body);
    Map<String, @Nullable Number> figures = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      if (metric.isGauge()) {
        JsonNode average = answer.path("average_" + metric.name());
        figures.put("average_" + metric.name(), average.isNumber() ? average.doubleValue() : null);
        putExact(figures, answer, "min_" + metric.name());
        putExact(figures, answer, "max_" + metric.name());
      } else {
        putExact(figures, answer, "total_" + metric.name());
      }
    }
    return new Figures(answer.path("samples").asLong(), figures);
  }

  private static void putExact(
      Map<String, @Nullable Number> figures, JsonNode answer, String name) {
    JsonNode figure = answer.path(name);
    figures.put(name, figure.isNumber() ? figure.decimalValue().stripTrailingZeros() : null);
  }

  /**
   * @return what differs, each with both values; empty if nothing does
   */
  List<String> differences(Figures answered) {
    List<String> differences = new ArrayList<>();
    compare("samples", samples, answered.samples, differences);
    byField.forEach(
        (name, expected) -> compare(name, expected, answered.byField.get(name), differences));
    return differences;
  }

  private static void compare(
      String name, @Nullable Object expected, @Nullable Object answered, List<String> differences) {
    if (!Objects.equals(expected, answered)) {
      differences.add(name + " is " + answered + " and should be " + expected);
    }
  }
}
