package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The figures of an answer. Null where no sample carried one.
 *
 * @param calories in kcal, without trailing zeros
 */
record Figures(
    long samples,
    @Nullable Double averageHeartRate,
    @Nullable Long minHeartRate,
    @Nullable Long maxHeartRate,
    @Nullable Long steps,
    @Nullable BigDecimal calories) {

  static final Figures NONE = new Figures(0, null, null, null, null, null);

  /** As JSON writes them, so that no digit is lost before it is compared. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /**
   * @throws JsonProcessingException it is no JSON
   */
  static Figures ofAnswer(String body) throws JsonProcessingException {
    JsonNode answer = JSON.readTree(body);
    JsonNode average = answer.path("average_heart_rate");
    JsonNode calories = answer.path("total_calories");
    return new Figures(
        answer.path("samples").asLong(),
        average.isNumber() ? average.doubleValue() : null,
        integer(answer, "min_heart_rate"),
        integer(answer, "max_heart_rate"),
        integer(answer, "total_steps"),
        calories.isNumber() ? calories.decimalValue().stripTrailingZeros() : null);
  }

  /**
   * @return what differs, each with both values; empty if nothing does
   */
  List<String> differences(Figures answered) {
    List<String> differences = new ArrayList<>();
    compare("samples", samples, answered.samples, differences);
    compare("average_heart_rate", averageHeartRate, answered.averageHeartRate, differences);
    compare("min_heart_rate", minHeartRate, answered.minHeartRate, differences);
    compare("max_heart_rate", maxHeartRate, answered.maxHeartRate, differences);
    compare("total_steps", steps, answered.steps, differences);
    compare("total_calories", calories, answered.calories, differences);
    return differences;
  }

  private static void compare(
      String name, @Nullable Object expected, @Nullable Object answered, List<String> differences) {
    if (!Objects.equals(expected, answered)) {
      differences.add(name + " is " + answered + " and should be " + expected);
    }
  }

  private static @Nullable Long integer(JsonNode answer, String name) {
    return answer.path(name).isIntegralNumber() ? answer.path(name).asLong() : null;
  }
}
