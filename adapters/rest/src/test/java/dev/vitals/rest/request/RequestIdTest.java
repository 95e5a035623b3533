package dev.vitals.rest.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.store.StoreRejectedException;
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
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private static final String MADE = "[0-9a-f]{32}";
  private static final String SAMPLE =
      "[{\"user_id\":1,\"timestamp\":\"2025-06-01T09:30:00Z\",\"steps\":5}]";

  @RegisterExtension static final TestApi API = new TestApi();

  @Test
  void anIdIsMadeForARequestWithoutOne() {
    String first = id(API.ingest(SAMPLE));
    String second = id(API.ingest(SAMPLE));

    assertThat(first).matches(MADE);
    assertThat(second).matches(MADE).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7f1e0b1c-8a53-4c8e-9a53-3f6e2b8f0c11",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "Root=1-67891233-abcdef012345678912345678",
        "a",
      })
  void theIdOfTheClientIsKept(String id) {
    assertThat(id(API.ingest(SAMPLE.getBytes(StandardCharsets.UTF_8), "X-Request-Id", id)))
        .isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\tb", "\"quoted\"", "{x}"})
  void oneThatCouldForgeALogIsReplaced(String id) {
    assertThat(id(API.ingest(SAMPLE.getBytes(StandardCharsets.UTF_8), "X-Request-Id", id)))
        .matches(MADE);
  }

  @Test
  void twoAreNone() {
    byte[] body = SAMPLE.getBytes(StandardCharsets.UTF_8);

    assertThat(id(API.ingest(body, "X-Request-Id", "a", "X-Request-Id", "b"))).matches(MADE);
  }

  @Test
  void oneThatIsTooLongIsReplaced() {
    String longest = "x".repeat(128);

    assertThat(id(API.send(API.request("/docs").header("X-Request-Id", longest))))
        .isEqualTo(longest);
    assertThat(id(API.send(API.request("/docs").header("X-Request-Id", longest + "x"))))
        .matches(MADE);
  }

  @Test
  void everyProblemCarriesIt() {
    assertCarried(API.ingest("nonsense"), 400);
    assertCarried(API.ingest("[5]"), 422);
    assertCarried(API.get("/metrics"), 400);
    assertCarried(API.get("/nowhere"), 404);
    assertCarried(API.send(API.request("/metrics").DELETE()), 405);
    assertCarried(API.send(API.request("/ingest").method("TRACE", BodyPublishers.noBody())), 405);

    API.samples.failWith(new StoreRejectedException(new IllegalStateException("no")));
    assertCarried(API.ingest(SAMPLE), 500);
    assertCarried(
        API.get("/metrics?user_id=1&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z"), 500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
      })
  void soDoesTheAnswerToWhatIsNoHttp(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).matches("(?s)HTTP/1.1 [45].*X-Request-Id: " + MADE + "\r\n.*");
      String id = answer.replaceFirst("(?s).*X-Request-Id: (" + MADE + ").*", "$1");
      assertThat(answer).contains("\"request_id\":\"" + id + "\"");
    }
  }

  private static void assertCarried(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("request_id").asText()).isEqualTo(id(answer)).matches(MADE);
  }

  private static String id(Answer answer) {
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }
}
