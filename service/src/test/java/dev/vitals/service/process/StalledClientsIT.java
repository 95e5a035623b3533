package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service as shipped, with more clients that stopped than it has threads. */
class StalledClientsIT {
  private static final int STALLED = 200;

  private static final String POST =
      "POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private static final String SAMPLE =
      "[{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}]";

  private static final String QUESTION =
      "/metrics?user_id=1&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z";

  @TempDir static Path directory;

  private static VitalsProcess vitals;

  private final List<Socket> stalled = new ArrayList<>();

  @BeforeAll
  static void serve() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, Map.of("bodyTimeout: 60s", "bodyTimeout: 10s"));
    vitals = VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening();
  }

  @AfterAll
  static void stop() {
    vitals.close();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : stalled) {
      socket.close();
    }
  }

  @Test
  void bodiesAndReadersThatStopHoldUpNobody() throws Exception {
    String wrong = "[" + "{},".repeat(9_999) + "{}]";
    for (int i = 0; i < STALLED; i++) {
      stall(POST + "Content-Length: 1000\r\n\r\n[");
      stall("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: localhost\r\n\r\n");
      if (i % 10 == 0) {
        stall(
            POST
                + "Prefer: handling=lenient\r\nContent-Length: "
                + wrong.length()
                + "\r\n\r\n"
                + wrong);
      }
    }

    for (int i = 0; i < 20; i++) {
      assertThat(vitals.ingest(SAMPLE).statusCode()).isEqualTo(200);
      assertThat(vitals.get(QUESTION).statusCode()).isEqualTo(200);
    }
    assertThat(vitals.getAdmin("/ready").statusCode()).isEqualTo(200);
    assertThat(vitals.scrape().value("vitals_http_threads_busy")).isLessThan(32);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(
                        vitals
                            .scrape()
                            .value(
                                "vitals_http_request_duration_seconds_count{method=\"POST\",route=\"/ingest\",status=\"408\"}"))
                    .as("ended by the time that a body has")
                    .isEqualTo(STALLED));
  }

  private void stall(String request) throws IOException {
    Socket socket = new Socket();
    stalled.add(socket);
    // So small that an answer stays with the service.
    socket.setReceiveBufferSize(2_048);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), vitals.apiPort()));
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }
}
