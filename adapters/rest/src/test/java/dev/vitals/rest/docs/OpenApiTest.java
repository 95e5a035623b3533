package dev.vitals.rest.docs;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.metric.StandardMetrics;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Holds the document against the running service: what it says, the service does. */
class OpenApiTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static final String DAY = "&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";
  private static final Pattern RESPONSE =
      Pattern.compile("(?s)HTTP/1.1 (\\d+) (.*Content-Type: ([^\r]+)\r\n.*)\r\n\r\n(.*)");
  private static final String SAMPLE =
      "[{\"user_id\":303,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}]";

  /** How each documented answer comes about. */
  private static final Map<String, Supplier<Answer>> SCENARIOS =
      Map.ofEntries(
          entry("post /ingest 200", () -> API.ingest(SAMPLE)),
          entry("post /ingest 400", () -> API.ingest("nonsense")),
          entry("post /ingest 408", OpenApiTest::stalled),
          entry("post /ingest 411", OpenApiTest::withoutLength),
          entry("post /ingest 413", () -> API.ingest(" ".repeat(200_000))),
          entry("post /ingest 415", () -> API.ingest(new byte[0], "Content-Encoding", "br")),
          entry("post /ingest 422", () -> API.ingest("[{\"user_id\":0},5]")),
          entry("post /ingest 500", () -> failing(rejected(), () -> API.ingest(SAMPLE))),
          entry("post /ingest 503", () -> failing(unavailable(), () -> API.ingest(SAMPLE))),
          entry("get /metrics 200", () -> API.get("/metrics?user_id=303" + DAY)),
          entry("get /metrics 400", () -> API.get("/metrics?user_id=" + DAY)),
          entry("get /metrics 404", () -> API.get("/metrics?user_id=999" + DAY)),
          entry("get /metrics 500", () -> failing(rejected(), OpenApiTest::aDay)),
          entry("get /metrics 503", () -> failing(unavailable(), OpenApiTest::aDay)),
          entry("delete /samples 200", OpenApiTest::erased),
          entry("delete /samples 400", () -> API.delete("/samples?user_id=303")),
          entry("delete /samples 500", () -> failing(rejected(), OpenApiTest::erased)),
          entry("delete /samples 503", () -> failing(unavailable(), OpenApiTest::erased)),
          entry("delete /users/{user_id} 200", () -> API.delete("/users/303")),
          entry("delete /users/{user_id} 400", () -> API.delete("/users/303?x=1")),
          entry(
              "delete /users/{user_id} 500",
              () -> failing(rejected(), () -> API.delete("/users/303"))),
          entry(
              "delete /users/{user_id} 503",
              () -> failing(unavailable(), () -> API.delete("/users/303"))),
          entry("delete /users 200", () -> API.delete("/users?user_id=303")),
          entry("delete /users 400", () -> API.delete("/users")),
          entry(
              "delete /users 500",
              () -> failing(rejected(), () -> API.delete("/users?user_id=303"))),
          entry(
              "delete /users 503",
              () -> failing(unavailable(), () -> API.delete("/users?user_id=303"))),
          entry("get /latest 200", OpenApiTest::latest),
          entry("get /latest 400", () -> API.get("/latest?user_id=303&zone=Mars")),
          entry("get /latest 404", () -> API.get("/latest?user_id=999")),
          entry("get /latest 500", () -> failing(rejected(), OpenApiTest::latest)),
          entry("get /latest 503", () -> failing(unavailable(), OpenApiTest::latest)),
          entry("get /samples 200", OpenApiTest::samples),
          entry("get /samples 400", () -> API.get("/samples?user_id=303")),
          entry("get /samples 404", () -> API.get("/samples?user_id=999" + DAY)),
          entry("get /samples 426", OpenApiTest::samplesByOlderHttp),
          entry("get /samples 500", () -> failing(rejected(), OpenApiTest::samples)),
          entry("get /samples 503", () -> failing(unavailable(), OpenApiTest::samples)),
          entry("get /metrics/series 200", OpenApiTest::hours),
          entry("get /metrics/series 400", () -> API.get("/metrics/series?user_id=303" + DAY)),
          entry(
              "get /metrics/series 404",
              () -> API.get("/metrics/series?user_id=999&bucket=1h" + DAY)),
          entry("get /metrics/series 500", () -> failing(rejected(), OpenApiTest::hours)),
          entry("get /metrics/series 503", () -> failing(unavailable(), OpenApiTest::hours)));

  private JsonNode document;

  @BeforeEach
  void read() {
    Answer answer = API.get("/openapi.json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    document = answer.json();
    assertThat(API.ingest(SAMPLE).status()).isEqualTo(200);
  }

  @Test
  void everyDocumentedAnswerIsGivenAsDocumentedAndThereIsNoOther() {
    Set<String> documented = new TreeSet<>();
    forEachResponse(
        (name, response) -> {
          documented.add(name);
          Answer answer = SCENARIOS.getOrDefault(name, () -> null).get();
          assertThat(answer).as("a scenario for %s", name).isNotNull();
          assertThat(answer.status()).as(name).isEqualTo(Integer.parseInt(lastWord(name)));
          JsonNode content = response.path("content").path(answer.contentType());
          assertThat(content.isMissingNode()).as("%s as %s", name, answer.contentType()).isFalse();
          assertThat(violations(content.path("schema"), answer.json())).as(name).isEmpty();
          response
              .path("headers")
              .fieldNames()
              .forEachRemaining(
                  header ->
                      assertThat(answer.headers().firstValue(header))
                          .as("%s of %s", header, name)
                          .isPresent());
        });
    assertThat(documented).isEqualTo(new TreeSet<>(SCENARIOS.keySet()));
  }

  @Test
  void everyExampleFitsItsSchema() {
    forEachResponse(
        (name, response) ->
            response
                .path("content")
                .forEach(
                    content -> {
                      List<JsonNode> examples = new ArrayList<>();
                      content.path("examples").forEach(named -> examples.add(named.path("value")));
                      if (content.has("example")) {
                        examples.add(content.path("example"));
                      }
                      for (JsonNode example : examples) {
                        assertThat(violations(content.path("schema"), example)).as(name).isEmpty();
                      }
                    }));
    JsonNode request = document.at("/paths/~1ingest/post/requestBody/content/application~1json");
    assertThat(violations(request.path("schema"), request.path("example"))).isEmpty();
    JsonNode lines = document.at("/paths/~1ingest/post/requestBody/content/application~1x-ndjson");
    lines
        .path("example")
        .asText()
        .lines()
        .forEach(
            line ->
                assertThat(
                        violations(document.at("/components/schemas/Sample"), TestApi.parse(line)))
                    .isEmpty());
  }

  @Test
  void theExamplesAreRealQuestionsWithTheirRealAnswers() {
    JsonNode post = document.at("/paths/~1ingest/post");
    Answer ingested =
        API.ingest(post.at("/requestBody/content/application~1json/example").toString());
    assertThat(ingested.json())
        .isEqualTo(post.at("/responses/200/content/application~1json/example"));

    JsonNode get = document.at("/paths/~1metrics/get");
    StringBuilder query = new StringBuilder("/metrics?");
    for (JsonNode parameter : get.path("parameters")) {
      if (parameter.path("required").asBoolean()) {
        query
            .append(parameter.path("name").asText())
            .append('=')
            .append(parameter.path("example").asText())
            .append('&');
      }
    }
    query.setLength(query.length() - 1);
    assertThat(API.get(query.toString()).json())
        .isEqualTo(get.at("/responses/200/content/application~1json/example"));

    assertThat(API.get("/latest?user_id=101").json())
        .isEqualTo(
            document.at("/paths/~1latest/get/responses/200/content/application~1json/example"));
  }

  @Test
  void anAnswerAboutANameIsAsDocumented() {
    API.ingest("[{\"user_id\":\"ann\",\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1}]");

    assertThat(
            violations(
                document.at("/paths/~1metrics/get/responses/200/content/application~1json/schema"),
                API.get("/metrics?user_id=ann" + DAY).json()))
        .isEmpty();
  }

  @Test
  void aLenientAnswerIsAsDocumented() {
    Answer answer =
        API.ingest(
            "[{\"user_id\":0},5]".getBytes(StandardCharsets.UTF_8), "Prefer", "handling=lenient");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(
            violations(
                document.at("/paths/~1ingest/post/responses/200/content/application~1json/schema"),
                answer.json()))
        .isEmpty();
  }

  @Test
  void theLimitsAreThoseOfTheDomain() {
    JsonNode properties = document.at("/components/schemas/Sample/properties");
    for (Metric metric : MetricCatalogue.SHIPPED.metrics()) {
      JsonNode property = properties.path(metric.name());

      assertThat(property.path("minimum").decimalValue())
          .as(metric.name())
          .isEqualByComparingTo(metric.inUnits(metric.least()));
      assertThat(property.path("maximum").decimalValue())
          .as(metric.name())
          .isEqualByComparingTo(metric.inUnits(metric.greatest()));
    }
    JsonNode forms = document.at("/components/schemas/UserId/oneOf");
    assertThat(forms.at("/0/minimum").asLong()).isEqualTo(UserId.LEAST);
    assertThat(forms.at("/0/maximum").asLong()).isEqualTo(UserId.GREATEST);
    assertThat(forms.at("/1/maxLength").asInt()).isEqualTo(UserId.LONGEST_NAME);
  }

  /** Whatever is configured: fields, limits, and examples that use no other metrics. */
  @Test
  void aDocumentIsOfItsCatalogue() throws Exception {
    Metric own = Metric.of("hydration", MetricKind.TOTAL, "ml", 0, "0", "5000");
    JsonNode other =
        TestApi.parse(
            new String(
                OpenApi.of(MetricCatalogue.of(StandardMetrics.WEIGHT, own)),
                StandardCharsets.UTF_8));

    JsonNode sample = other.at("/components/schemas/Sample");
    assertThat(sample.at("/properties/weight/maximum").asInt()).isEqualTo(1_000);
    assertThat(sample.at("/properties/hydration/type/0").asText()).isEqualTo("integer");
    assertThat(sample.path("properties").has("steps")).isFalse();
    assertThat(other.at("/components/schemas/Metrics/properties").has("total_hydration")).isTrue();
    assertThat(other.at("/components/schemas/Latest/properties/metrics/properties")).hasSize(2);
    assertThat(
            other
                .at("/paths/~1latest/get/responses/200/content/application~1json/example/metrics")
                .toString())
        .isEqualTo("{\"weight\":null,\"hydration\":null}");
    assertThat(other.at("/paths/~1metrics/get/parameters/4/schema/items/enum").toString())
        .isEqualTo("[\"weight\",\"hydration\"]");
    assertThat(other.at("/paths/~1ingest/post/requestBody").toString()).doesNotContain("steps");
    for (JsonNode example :
        other.at("/paths/~1ingest/post/requestBody/content/application~1json/example")) {
      assertThat(example.has("weight") || example.has("hydration")).isTrue();
    }
  }

  @Test
  void theSchemaRefusesWhatTheServiceRefuses() {
    JsonNode request = document.at("/paths/~1ingest/post/requestBody/content/application~1json");
    for (String record :
        List.of(
            "{}",
            "5",
            "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\"}",
            "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":null}",
            "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1,\"pulse\":1}",
            "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":\"1\"}",
            "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"heart_rate\":351}",
            "{\"user_id\":0,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1}",
            "{\"user_id\":\"\",\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1}",
            "{\"user_id\":\"a\\u0007\",\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1}",
            "{\"user_id\":\"%s\",\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":1}"
                .formatted("x".repeat(129)))) {
      Answer answer = API.ingest("[" + record + "]");

      assertThat(answer.status()).as(record).isEqualTo(422);
      assertThat(violations(request.path("schema"), TestApi.parse("[" + record + "]")))
          .as(record)
          .isNotEmpty();
    }
  }

  @Test
  void whatJavaScriptDoesToLargeIdsIsSaidWhereverThereIsOne() {
    for (String schema : List.of("Sample", "Metrics")) {
      assertThat(document.at("/components/schemas/" + schema + "/properties/user_id/$ref").asText())
          .isEqualTo("#/components/schemas/UserId");
    }
    for (String place :
        List.of("/components/schemas/UserId", "/paths/~1metrics/get/parameters/0/schema")) {
      assertThat(document.at(place).path("description").asText())
          .as(place)
          .contains("JavaScript")
          .contains("2^53");
    }
  }

  private interface ResponseVisitor {
    void visit(String methodPathAndStatus, JsonNode response);
  }

  private void forEachResponse(ResponseVisitor visitor) {
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .path("responses")
                                .properties()
                                .forEach(
                                    response ->
                                        visitor.visit(
                                            operation.getKey()
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + response.getKey(),
                                            response.getValue()))));
  }

  /** The schema's references lead into the document, so its components come along. */
  private List<Error> violations(JsonNode schema, JsonNode instance) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.path("components"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(whole)
        .validate(instance);
  }

  private static String lastWord(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static Answer hours() {
    return API.get("/metrics/series?user_id=303&bucket=1h" + DAY);
  }

  private static Answer erased() {
    return API.delete("/samples?user_id=303" + DAY);
  }

  private static Answer latest() {
    return API.get("/latest?user_id=303&zone=Europe/Berlin");
  }

  private static Answer samples() {
    return API.get("/samples?user_id=303" + DAY);
  }

  private static Answer aDay() {
    return API.get("/metrics?user_id=101" + DAY);
  }

  private static Answer failing(RuntimeException failure, Supplier<Answer> request) {
    API.samples.failWith(failure);
    try {
      return request.get();
    } finally {
      API.samples.recover();
    }
  }

  private static RuntimeException rejected() {
    return new StoreRejectedException(new IllegalStateException("no"));
  }

  private static RuntimeException unavailable() {
    return new StoreUnavailableException(Reason.AWAY, null);
  }

  /** A body that gives a byte and then nothing. */
  private static Answer stalled() {
    return sent("Content-Length: 10\r\n\r\n[");
  }

  private static Answer withoutLength() {
    return sent("\r\n" + SAMPLE);
  }

  /** The JDK's client speaks no such thing. */
  private static Answer samplesByOlderHttp() {
    return raw("GET /samples?user_id=303" + DAY + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
  }

  private static Answer sent(String lengthAndBody) {
    return raw(
        "POST /ingest HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\n"
            + lengthAndBody);
  }

  private static Answer raw(String request) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher parts = RESPONSE.matcher(response);
      assertThat(parts.matches()).as(response).isTrue();
      return new Answer(
          Integer.parseInt(parts.group(1)),
          parts.group(3),
          parts.group(4),
          headers(parts.group(2)));
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    }
  }

  private static HttpHeaders headers(String lines) {
    return HttpHeaders.of(
        lines
            .lines()
            .filter(line -> line.contains(": "))
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.groupingBy(
                    header -> header[0],
                    Collectors.mapping(header -> header[1], Collectors.toList()))),
        (name, value) -> true);
  }
}
