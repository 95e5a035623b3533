package dev.vitals.rest.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.FailingSamples;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import dev.vitals.rest.connection.RawClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SamplesTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private static final String DAY = "&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";
  private static final String OF_101 = "/samples?user_id=101" + DAY;
  private static final String ENDLESS =
      "/samples?user_id=%s&start=1970-01-01T00:00:00Z&end=2100-01-01T00:00:00Z"
          .formatted(FailingSamples.ENDLESS);

  private static final List<String> LINES =
      List.of(
          "{\"user_id\":101,\"timestamp\":\"2025-01-01T09:30:00Z\",\"heart_rate\":78,\"steps\":150,\"calories\":6.5}",
          "{\"user_id\":101,\"timestamp\":\"2025-01-01T09:30:00.000001Z\",\"steps\":0}",
          "{\"user_id\":101,\"timestamp\":\"2025-01-01T10:00:00.25Z\",\"heart_rate\":70.5,\"calories\":0.001}");

  private final List<RawClient> clients = new ArrayList<>();

  @BeforeEach
  void store() {
    assertThat(API.ingest("[" + String.join(",", LINES) + "]").status()).isEqualTo(200);
  }

  @AfterEach
  void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    API.awaitExports(0);
  }

  @Test
  void theyComeAsAnArray() {
    Answer answer = API.get(OF_101);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("[" + String.join(",\n", LINES) + "]\n");
    assertThat(answer.headers().firstValue("Vary")).contains("Accept, Accept-Encoding");
    assertThat(API.samples.askingThread()).isEqualTo("export");
  }

  @Test
  void theyComeAsLinesThatCanBePostedAgain() {
    Answer answer = accepting(OF_101, "application/x-ndjson");

    assertThat(answer.contentType()).isEqualTo("application/x-ndjson");
    assertThat(answer.body()).isEqualTo(String.join("\n", LINES) + "\n");
    Answer again =
        API.send(
            API.request("/ingest")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(answer.body())));
    assertThat(again.json().path("unchanged").asInt()).isEqualTo(3);
  }

  @Test
  void theyComeAsASpreadsheet() {
    Answer answer = accepting(OF_101, "text/csv");

    assertThat(answer.contentType()).isEqualTo("text/csv");
    assertThat(answer.body().split("\r\n"))
        .containsExactly(
            "user_id,timestamp,heart_rate,steps,calories",
            "101,2025-01-01T09:30:00Z,78,150,6.5",
            "101,2025-01-01T09:30:00.000001Z,,0,",
            "101,2025-01-01T10:00:00.25Z,70.5,,0.001");
    assertThat(answer.body()).endsWith("\r\n");
  }

  @Test
  void ofSomeMetricsTheSamplesComeThatCarryOne() {
    assertThat(accepting(OF_101 + "&metrics=heart_rate", "application/x-ndjson").body().lines())
        .containsExactly(
            "{\"user_id\":101,\"timestamp\":\"2025-01-01T09:30:00Z\",\"heart_rate\":78}",
            "{\"user_id\":101,\"timestamp\":\"2025-01-01T10:00:00.25Z\",\"heart_rate\":70.5}");
    assertThat(accepting(OF_101 + "&metrics=calories,steps", "text/csv").body())
        .startsWith("user_id,timestamp,steps,calories\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "ann | \"ann\" | ann",
        "a \"b\", c | \"a \\\"b\\\", c\" | \"a \"\"b\"\", c\"",
        "back\\slash | \"back\\\\slash\" | back\\slash",
        "Zoë 李 😀 | \"Zoë 李 😀\" | Zoë 李 😀",
        "0101 | \"0101\" | 0101",
        "9223372036854775807 | 9223372036854775807 | 9223372036854775807"
      })
  void aUserIsCalledAsTheQuestionDoes(String name, String json, String csv) {
    API.ingest(
        "[{\"user_id\":%s,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}]".formatted(json));
    String asked = "/samples?user_id=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + DAY;

    assertThat(accepting(asked, "application/x-ndjson").body())
        .isEqualTo(
            "{\"user_id\":" + json + ",\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}\n");
    assertThat(accepting(asked, "text/csv").body().split("\r\n"))
        .containsExactly(
            "user_id,timestamp,heart_rate,steps,calories", csv + ",2025-01-01T09:30:00Z,,5,");
  }

  @Test
  void theRangeMayBeOfLocalDays() {
    assertThat(
            accepting(
                    "/samples?user_id=101&start=2025-01-01&end=2025-01-02&zone=Asia/Tokyo",
                    "application/x-ndjson")
                .body()
                .lines())
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "deflate, gzip;q=0.5 | true",
        "identity, gzip;q=0.5 | false",
        "gzip;q=0 | false",
        "br | false"
      })
  void theyArePackedIfTheClientWouldHaveThemSo(String encodings, boolean isPacked)
      throws Exception {
    HttpResponse<byte[]> answer =
        HttpClient.newHttpClient()
            .send(
                API.request(OF_101).header("Accept-Encoding", encodings).build(),
                BodyHandlers.ofByteArray());

    assertThat(answer.headers().firstValue("Content-Encoding").isPresent()).isEqualTo(isPacked);
    byte[] body =
        isPacked
            ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
            : answer.body();
    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo("[" + String.join(",\n", LINES) + "]\n");
  }

  @Test
  void headTellsWhetherThereAreAnyAndEndsThere() throws Exception {
    for (String path : List.of(OF_101, ENDLESS)) {
      String answer = whole("HEAD " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(answer)
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Type: application/json")
          .doesNotContain("Content-Length: 0")
          .endsWith("\r\n\r\n");
    }
    assertThat(
            whole(
                "HEAD /samples?user_id=9"
                    + DAY
                    + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void aRangeWithoutSamplesIsNotFound() {
    for (String user : List.of("stranger", "999")) {
      Answer answer = API.get("/samples?user_id=" + user + DAY);

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().path("type").asText()).isEqualTo("urn:vitals:problem:no-samples");
    }
  }

  @Test
  void sinceWhenSamplesAreKeptIsSaidWhereTheRangeBeginsBefore() throws Exception {
    assertThat(whole("HEAD " + ENDLESS + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
        .contains("Samples-Kept-From: 2024-01-01T00:00:00Z\r\n");
    assertThat(API.get(OF_101).headers().firstValue("Samples-Kept-From")).isEmpty();
  }

  @Test
  void whatIsWrongIsTold() {
    Answer answer = API.get("/samples?user_id=101&start=x&end=2025-01-02T00:00:00Z&bucket=1d");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors())
        .anySatisfy(error -> assertThat(error).startsWith("/start/must be an RFC 3339"))
        .anySatisfy(error -> assertThat(error).startsWith("/bucket/is unknown"));
    assertThat(accepting(OF_101, "text/html").status()).isEqualTo(406);
  }

  @Test
  void ifTheStoreIsAwayItIsToBeAskedAgain() {
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    Answer answer = API.get(OF_101);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  /** Its cut answers would look whole. */
  @Test
  void olderHttpIsRefused() throws Exception {
    assertThat(whole("GET " + OF_101 + " HTTP/1.0\r\nHost: a\r\n\r\n"))
        .startsWith("HTTP/1.1 426 ")
        .contains("Upgrade: HTTP/1.1");
  }

  @Test
  void clientsThatReadSlowlyHoldUpNobodyAndBeyondThatManyTheyAreRefused() throws Exception {
    for (int i = 0; i < TestApi.EXPORTS; i++) {
      stalled(ENDLESS);
    }
    API.awaitExports(TestApi.EXPORTS);

    Answer refused = API.get(OF_101);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    for (int i = 0; i < 2 * TestApi.THREADS; i++) {
      assertThat(API.get("/metrics?user_id=101" + DAY).status()).isEqualTo(200);
      assertThat(API.get("/metrics/series?bucket=1d&user_id=101" + DAY).status()).isEqualTo(200);
    }

    clients.get(0).close();
    API.awaitExports(TestApi.EXPORTS - 1);
    assertThat(API.get(OF_101).status()).isEqualTo(200);
  }

  @Test
  void whatFailsInMidStreamDoesNotLookLikeTheEnd() throws Exception {
    for (String encoding : List.of("identity", "gzip")) {
      RawClient client = stalled(ENDLESS, "Accept-Encoding: " + encoding);
      assertThat(client.statusLine()).isEqualTo("HTTP/1.1 200 OK");
      API.awaitExports(1);
      API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

      String rest = client.readAll();

      assertThat(rest).as("it is in chunks").contains("Transfer-Encoding: chunked");
      assertThat(rest).doesNotEndWith("0\r\n\r\n").doesNotEndWith("]\n\r\n");
      API.awaitExports(0);
      API.samples.recover();
    }
  }

  @Test
  void whatIsCutWhilePackedHasNoTrailer() throws Exception {
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient()
            .send(
                API.request(ENDLESS).header("Accept-Encoding", "gzip").build(),
                BodyHandlers.ofInputStream());
    GZIPInputStream in = new GZIPInputStream(answer.body());
    assertThat(in.readNBytes(100_000)).hasSize(100_000);
    API.samples.failWith(new StoreUnavailableException(Reason.AWAY, null));

    assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    API.awaitExports(0);
  }

  private static Answer accepting(String path, String types) {
    return API.send(API.request(path).header("Accept", types));
  }

  private String whole(String request) throws IOException {
    try (RawClient client = new RawClient(API.port())) {
      return client.send(request).readAll();
    }
  }

  private RawClient stalled(String path, String... headers) throws IOException {
    RawClient client = new RawClient(API.port(), 1_000);
    clients.add(client);
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: a\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return client.send(request + "\r\n");
  }
}
