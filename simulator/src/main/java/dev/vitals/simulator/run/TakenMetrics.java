package dev.vitals.simulator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.simulator.wearable.Metric;
import java.util.ArrayList;
import java.util.List;

/** The metrics that a Vitals takes, by its own description. */
final class TakenMetrics {
  private TakenMetrics() {}

  /**
   * @param description in OpenAPI
   * @param chosen names; empty for all
   * @throws SimulationFailedException it does not take one of them
   */
  static List<Metric> of(String description, List<String> chosen) throws SimulationFailedException {
    List<Metric> taken = all(description);
    if (chosen.isEmpty()) {
      return taken;
    }
    List<Metric> metrics = new ArrayList<>();
    for (String name : chosen) {
      metrics.add(
          taken.stream()
              .filter(metric -> metric.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new SimulationFailedException(
                          "--metrics: this Vitals does not take "
                              + name
                              + ", but "
                              + String.join(", ", taken.stream().map(Metric::name).toList()))));
    }
    return metrics;
  }

  private static List<Metric> all(String description) throws SimulationFailedException {
    List<Metric> metrics = new ArrayList<>();
    try {
      JsonNode schemas = new ObjectMapper().readTree(description).at("/components/schemas");
      schemas
          .at("/Sample/properties")
          .properties()
          .forEach(
              field -> {
                JsonNode metric = field.getValue();
                if (metric.has("x-kind")) {
                  int decimals = metric.path("x-decimals").asInt();
                  metrics.add(
                      new Metric(
                          field.getKey(),
                          metric.path("x-kind").asText().equals("gauge"),
                          decimals,
                          scaled(metric.path("minimum"), decimals),
                          scaled(metric.path("maximum"), decimals)));
                }
              });
    } catch (JsonProcessingException e) {
      throw new SimulationFailedException("its description is no JSON: " + e.getOriginalMessage());
    }
    if (metrics.isEmpty()) {
      throw new SimulationFailedException("its description names no metric");
    }
    return metrics;
  }

  private static int scaled(JsonNode limit, int decimals) {
    return limit.decimalValue().movePointRight(decimals).intValueExact();
  }
}
