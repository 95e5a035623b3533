package dev.vitals.rest.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.query.MetricFields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The API's description as OpenAPI 3.1: openapi.json with what depends on the metrics put in, which
 * are the fields of samples and of answers, and examples that use no others.
 */
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of a sample, beside the metrics. */
  private static final Set<String> KEY = Set.of("user_id", "timestamp");

  private final MetricCatalogue catalogue;
  private final ObjectNode document;

  private OpenApi(MetricCatalogue catalogue, ObjectNode document) {
    this.catalogue = catalogue;
    this.document = document;
  }

  static byte[] of(MetricCatalogue catalogue) {
    try (InputStream template = OpenApi.class.getResourceAsStream("openapi.json")) {
      ObjectNode document = (ObjectNode) JSON.readTree(template);
      OpenApi api = new OpenApi(catalogue, document);
      api.describeSample();
      api.describeMetrics();
      api.trimExamples();
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void describeSample() {
    ObjectNode sample = object("/components/schemas/Sample");
    sample.put(
        "description",
        "What one device reported for one user at one moment. At least one metric is present and"
            + " not null, of "
            + catalogue.names("and")
            + ". A field that is not listed here, or given twice, is refused.");
    ArrayNode oneOfThem = sample.putArray("anyOf");
    ObjectNode properties = (ObjectNode) sample.path("properties");
    for (Metric metric : catalogue.metrics()) {
      ObjectNode present = oneOfThem.addObject();
      present.putArray("required").add(metric.name());
      present.putObject("properties").putObject(metric.name()).put("type", type(metric));
      ObjectNode property = properties.putObject(metric.name());
      property.putArray("type").add(type(metric)).add("null");
      property.put("minimum", metric.inUnits(metric.least()));
      property.put("maximum", metric.inUnits(metric.greatest()));
      property.put("description", description(metric));
      property.put("x-kind", metric.isGauge() ? "gauge" : "total");
      property.put("x-unit", metric.unit());
      property.put("x-decimals", metric.decimals());
    }
  }

  private static String type(Metric metric) {
    return metric.decimals() == 0 ? "integer" : "number";
  }

  private static String description(Metric metric) {
    String within = metric.isGauge() ? "" : " within the interval that the sample stands for";
    String kept =
        switch (metric.decimals()) {
          case 0 -> "";
          case 1 -> " Kept to one decimal, rounded half up.";
          default -> " Kept to " + metric.decimals() + " decimals, rounded half up.";
        };
    return "In " + metric.unit() + within + "." + kept;
  }

  /** Any of them may be left out by the parameter, so none is required. */
  private void describeMetrics() {
    for (String path :
        List.of(
            "/paths/~1metrics",
            "/paths/~1metrics~1series",
            "/paths/~1latest",
            "/paths/~1samples")) {
      for (JsonNode parameter : document.at(path + "/get/parameters")) {
        if (parameter.path("name").asText().equals("metrics")) {
          ArrayNode names = ((ObjectNode) parameter.at("/schema/items")).putArray("enum");
          catalogue.metrics().forEach(metric -> names.add(metric.name()));
        }
      }
    }
    describeFigures(object("/components/schemas/Metrics/properties"));
    describeFigures(object("/components/schemas/Bucket/properties"));
    describeValues(object("/components/schemas/Latest/properties/metrics/properties"));
  }

  private void describeFigures(ObjectNode properties) {
    for (Metric metric : catalogue.metrics()) {
      for (String name : MetricFields.namesOf(metric)) {
        ObjectNode property = properties.putObject(name);
        boolean isAverage = name.startsWith("average_");
        property.putArray("type").add(isAverage ? "number" : type(metric)).add("null");
        property.put(
            "description",
            "In "
                + metric.unit()
                + (isAverage ? ": the double nearest to sum / count, not rounded." : ", exact."));
      }
    }
  }

  private void describeValues(ObjectNode properties) {
    for (Metric metric : catalogue.metrics()) {
      ObjectNode newest = properties.putObject(metric.name());
      newest.putArray("type").add("object").add("null");
      newest.put("additionalProperties", false);
      newest.putArray("required").add("timestamp").add("value");
      ObjectNode fields = newest.putObject("properties");
      fields.putObject("timestamp").put("type", "string").put("format", "date-time");
      fields
          .putObject("value")
          .put("type", type(metric))
          .put("description", "In " + metric.unit() + ", exact.");
    }
  }

  /** What other metrics have in the examples goes; a sample has one metric at least. */
  private void trimExamples() {
    ObjectNode content = object("/paths/~1ingest/post/requestBody/content");
    List<String> lines = trimSamples(content.at("/application~1json/example"));
    trimSamples(
        document.at("/paths/~1samples/get/responses/200/content/application~1json/example"));
    ((ObjectNode) content.path("application/x-ndjson"))
        .put("example", String.join("\n", lines.subList(0, 2)) + "\n");
    trimFigures(object("/paths/~1metrics/get/responses/200/content/application~1json/example"));
    for (JsonNode bucket :
        document.at(
            "/paths/~1metrics~1series/get/responses/200/content/application~1json/example/buckets")) {
      trimFigures((ObjectNode) bucket);
    }
    ObjectNode latest =
        object("/paths/~1latest/get/responses/200/content/application~1json/example/metrics");
    ObjectNode example = latest.deepCopy();
    latest.removeAll();
    for (Metric metric : catalogue.metrics()) {
      latest.set(
          metric.name(),
          example.has(metric.name()) ? example.get(metric.name()) : latest.nullNode());
    }
  }

  /** Returns each as a line. */
  private List<String> trimSamples(JsonNode samples) {
    List<String> lines = new ArrayList<>();
    for (JsonNode sample : samples) {
      ObjectNode fields = (ObjectNode) sample;
      fields.retain(withKey());
      if (fields.size() == KEY.size()) {
        Metric first = catalogue.metric(0);
        fields.put(first.name(), first.inUnits(first.greatest()));
      }
      lines.add(fields.toString());
    }
    return lines;
  }

  private void trimFigures(ObjectNode answer) {
    ObjectNode example = answer.deepCopy();
    answer.retain("user_id", "start", "end", "samples");
    for (Metric metric : catalogue.metrics()) {
      for (String name : MetricFields.namesOf(metric)) {
        answer.set(name, example.has(name) ? example.get(name) : answer.nullNode());
      }
    }
  }

  private List<String> withKey() {
    List<String> names = new ArrayList<>(KEY);
    catalogue.metrics().forEach(metric -> names.add(metric.name()));
    return names;
  }

  private ObjectNode object(String pointer) {
    return (ObjectNode) document.at(pointer);
  }
}
