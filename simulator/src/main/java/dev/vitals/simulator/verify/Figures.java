package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.simulator.wearable.Metric;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
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

  /** In place of a moment that is none, or that is none at which a day begins. */
  static final long NO_SECOND = Instant.MIN.getEpochSecond();

  /** As JSON writes them, so that no digit is lost before it is compared. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Takes a series, bucket by bucket. */
  interface Buckets {
    /**
     * @param start an epoch second, or {@link #NO_SECOND}
     * @param end likewise
     */
    void bucket(long start, long end, Figures figures);
  }

  /**
   * @param metrics those that are compared; others are not looked at
   * @throws JsonProcessingException it is no JSON
   */
  static Figures ofAnswer(List<Metric> metrics, String body) throws JsonProcessingException {
    return of(metrics, JSON.readTree(body));
  }

  /**
   * @param metrics those that are compared; others are not looked at
   * @throws JsonProcessingException it is no JSON
   */
  static void ofBuckets(List<Metric> metrics, String body, Buckets buckets)
      throws JsonProcessingException {
    for (JsonNode bucket : JSON.readTree(body).path("buckets")) {
      buckets.bucket(second(bucket, "start"), second(bucket, "end"), of(metrics, bucket));
    }
  }

  private static long second(JsonNode bucket, String field) {
    try {
      Instant moment = OffsetDateTime.parse(bucket.path(field).asText()).toInstant();
      return moment.getNano() == 0 ? moment.getEpochSecond() : NO_SECOND;
    } catch (DateTimeParseException e) {
      return NO_SECOND;
    }
  }

  private static Figures of(List<Metric> metrics, JsonNode answer) {
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
