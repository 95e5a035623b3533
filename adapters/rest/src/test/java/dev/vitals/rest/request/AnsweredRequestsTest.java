package dev.vitals.rest.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.vitals.rest.LoggedEvents;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnsweredRequestsTest {
  private static final String SAMPLE =
      "[{\"user_id\":424242,\"timestamp\":\"2025-06-01T09:30:00Z\",\"steps\":5}]";
  private static final String DAY = "&start=2025-06-01T00:00:00Z&end=2025-06-02T00:00:00Z";

  @RegisterExtension static final TestApi API = new TestApi();

  @RegisterExtension final LoggedEvents log = new LoggedEvents(AnsweredRequests.LOGGER);

  @Test
  void everyAnswerIsMeasuredByItsRouteAndStatus() throws IOException {
    API.ingest(SAMPLE);
    API.ingest("[5]");
    API.get("/metrics?user_id=424242" + DAY);
    API.get("/metrics/?user_id=424243" + DAY);
    API.get("/metrics");
    API.get("/openapi.json");
    API.get("/docs/nothing");
    API.get("/persons/424242");
    API.send(API.request("/ingest/").method("BREW", BodyPublishers.noBody()));
    sendNonsense();

    assertThat(API.answers.await(10))
        .containsExactlyInAnyOrder(
            "POST /ingest 200",
            "POST /ingest 422",
            "GET /metrics 200",
            "GET /metrics 404",
            "GET /metrics 400",
            "GET /openapi.json 200",
            "GET /docs 404",
            "GET other 404",
            "other /ingest 405",
            "other other 400");
  }

  @Test
  void theTimeIncludesTheWaitForTheStore() throws Exception {
    Runnable release = API.samples.hold();
    Thread client = new Thread(() -> API.ingest(SAMPLE));
    client.start();
    API.samples.awaitHeld(1);
    long held = System.nanoTime();
    Thread.sleep(20);
    long nanos = System.nanoTime() - held;
    release.run();
    client.join();

    API.answers.await(1);
    assertThat(API.answers.longestNanos()).isGreaterThan(nanos);
  }

  @Test
  void theAccessLogShowsTheRouteAndNothingOfWhoIsAskedFor() {
    Answer answer = API.get("/metrics?user_id=424242" + DAY);
    API.get("/persons/424242");
    await().until(() -> log.events().size() == 2);

    List<String> lines = log.events().stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(lines.get(0))
        .matches(
            "request_answered method=GET route=/metrics status=404 micros=\\d+ bytes_in=0"
                + " bytes_out=\\d+");
    assertThat(log.events().get(0).getMDCPropertyMap())
        .containsEntry("request_id", answer.headers().firstValue("X-Request-Id").orElseThrow());
    assertThat(lines.get(1)).contains(" route=other status=404 ");
    assertThat(lines).noneMatch(line -> line.contains("424242") || line.contains("2025-06-01"));
  }

  @Test
  void theAccessLogIsOffBelowItsLevel() {
    log.from(Level.WARN);

    API.ingest(SAMPLE);
    API.answers.await(1);

    assertThat(log.events()).isEmpty();
  }

  private static void sendNonsense() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }
}
