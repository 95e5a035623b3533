package dev.vitals.rest.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.rest.LoggedEvents;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every error is a problem, whoever finds it: a resource, Jersey, a filter or Jetty. */
class ProblemTest {
  private static final String SAMPLE =
      "[{\"user_id\":4242,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5151}]";
  private static final String QUESTION =
      "/metrics?user_id=4242&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";

  @RegisterExtension static final TestApi API = new TestApi();

  @RegisterExtension final LoggedEvents log = new LoggedEvents(Problems.class.getName());

  @Test
  void anUnknownPathIsNotFound() {
    assertProblem(API.get("/nothing/here"), 404, "There is nothing at this path.");
    assertProblem(API.get("/prometheus"), 404, "There is nothing at this path.");
    assertProblem(API.get("/docs/../secret"), 404, "There is nothing at this path.");
    // Not the type of a range without samples, which is a 404 too.
    assertThat(API.get("/metrics/x").json().path("type").asText())
        .isEqualTo("urn:vitals:problem:unknown-path");
    assertThat(API.get("/prometheus").detail())
        .endsWith("health and metrics are on the admin port.");
  }

  @Test
  void aMethodThatAPathDoesNotTakeIsNamedWithThoseItTakes() {
    Answer answer = API.get("/ingest");

    assertProblem(answer, 405, "those that Allow lists");
    assertThat(answer.headers().firstValue("Allow")).contains("POST,OPTIONS");
    assertProblem(API.send(API.request("/metrics").DELETE()), 405, "those that Allow lists");
    assertProblem(API.send(API.request("/nothing").DELETE()), 404, "There is nothing");
  }

  @Test
  void whatAPathTakesCanBeAskedFor() {
    for (String path : new String[] {"/ingest", "/ingest/", "/metrics"}) {
      Answer answer = API.send(API.request(path).method("OPTIONS", BodyPublishers.noBody()));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Allow")).isPresent();
    }
  }

  @Test
  void samplesAreAcknowledgedWhateverTheClientAccepts() {
    assertThat(API.ingest(SAMPLE.getBytes(StandardCharsets.UTF_8), "Accept", "text/csv").status())
        .isEqualTo(200);
  }

  @Test
  void aMethodThatNoPathTakesIsAProblemToo() {
    Answer answer = API.send(API.request("/ingest").method("BREW", BodyPublishers.noBody()));

    assertProblem(answer, 405, "");
    assertThat(answer.headers().firstValue("Allow")).isPresent();
  }

  @Test
  void anAnswerThatTheClientDoesNotAcceptIsNotAcceptable() {
    assertProblem(
        API.send(API.request(QUESTION).header("Accept", "text/csv")),
        406,
        "What this path answers is not among what Accept allows.");
  }

  @Test
  void whatIsNoHttpIsABadRequest() throws IOException {
    assertThat(raw("HELLO\r\n")).contains(" 400 ").contains("application/problem+json");
    assertThat(raw("GET /metrics HTTP/1.1\r\n"))
        .as("no Host")
        .contains(" 400 ")
        .contains("application/problem+json");
  }

  @Test
  void aVersionOfHttpThatWeHaveNotIsNoFaultOfOurs() throws IOException {
    assertThat(raw("GET /docs HTTP/3.7\r\nHost: localhost\r\n"))
        .contains(" 505 ")
        .contains("\"status\":505")
        .doesNotContain("error_id");
  }

  @Test
  void aHeaderThatIsTooLargeIsAProblem() throws IOException {
    assertThat(raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n"))
        .contains(" 431 ")
        .contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({"AWAY, 5, WARN", "BUSY, 1, WARN", "READ_ONLY, 5, WARN", "FULL, 5, ERROR"})
  void aStoreThatIsUnavailableIsRetriedLater(Reason reason, String seconds, String level) {
    API.samples.failWith(
        new StoreUnavailableException(reason, new IllegalStateException("user 4242")));

    for (Answer answer : new Answer[] {API.ingest(SAMPLE), API.get(QUESTION)}) {
      assertProblem(answer, 503, "sending it again is safe");
      assertThat(answer.headers().firstValue("Retry-After")).contains(seconds);
    }
    assertThat(log.events())
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.getLevel()).isEqualTo(Level.toLevel(level));
              assertThat(event.getFormattedMessage())
                  .isEqualTo("store_unavailable reason=" + reason + " cause=IllegalStateException");
              assertThat(event.getThrowableProxy()).isNull();
            });
  }

  @Test
  void aFaultOfOursHasAnIdThatTheLogCarriesToo() {
    for (RuntimeException fault :
        new RuntimeException[] {
          new StoreRejectedException(new IllegalStateException("column")),
          new IllegalStateException("a bug")
        }) {
      API.samples.failWith(fault);

      for (Answer answer : new Answer[] {API.ingest(SAMPLE), API.get(QUESTION)}) {
        assertProblem(answer, 500, "Give the error id to whoever runs the service.");
        String errorId = answer.json().path("error_id").asText();
        assertThat(errorId).hasSize(36);
        assertThat(answer.body()).doesNotContain("bug", "column");
        assertThat(log.events())
            .filteredOn(
                event -> event.getFormattedMessage().equals("request_failed error_id=" + errorId))
            .singleElement()
            .satisfies(
                event -> {
                  assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                  assertThat(event.getThrowableProxy().getMessage()).isEqualTo(fault.getMessage());
                });
      }
    }
  }

  @Test
  void whatTheClientDidWrongIsNotLogged() {
    API.ingest("[{}]");
    API.ingest("nonsense");
    API.get("/metrics?user_id=4242");

    assertThat(log.events()).isEmpty();
  }

  @Test
  void aThreadIsNotNamedAfterWhoIsAskedFor() {
    API.get(QUESTION);

    assertThat(API.samples.askingThread()).isNotEmpty().doesNotContain("4242");
  }

  private static void assertProblem(Answer answer, int status, String detail) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isNotEmpty();
    assertThat(answer.json().path("title").asText()).isNotEmpty();
    assertThat(answer.detail()).contains(detail);
  }

  private static String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
