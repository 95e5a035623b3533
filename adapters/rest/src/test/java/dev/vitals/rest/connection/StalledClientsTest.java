package dev.vitals.rest.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.rest.TestApi;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that stop sending, or reading, hold no thread: there are far more of them than threads.
 */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StalledClientsTest {
  private static final int STALLED = 10 * TestApi.THREADS;

  private static final String SAMPLE =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}";

  private static final String POST =
      "POST /ingest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

  @RegisterExtension static final TestApi API = new TestApi();

  private final List<RawClient> stalled = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (RawClient client : stalled) {
      client.close();
    }
    API.awaitSamplesInMemory(0);
  }

  @Test
  void bodiesThatStopArrivingHoldUpNobody() throws Exception {
    for (int i = 0; i < STALLED; i++) {
      stalled.add(new RawClient(API.port()).send(POST + "Content-Length: 1000\r\n\r\n["));
    }

    assertOthersAreAnswered();

    for (RawClient client : stalled) {
      assertThat(client.statusLine()).isEqualTo("HTTP/1.1 408 Request Timeout");
    }
  }

  /** Half of each has arrived, and together they are ten times as much as there is room for. */
  @Test
  void largeBodiesThatStopArrivingTakeNoRoomFromOthers() throws Exception {
    for (int i = 0; i < 100; i++) {
      stalled.add(
          new RawClient(API.port())
              .send(POST + "Content-Length: 20000\r\n\r\n[" + " ".repeat(9_999)));
    }

    assertOthersAreAnswered();

    assertThat(stalled.get(0).statusLine())
        .as("the one that has waited for longest")
        .isEqualTo("HTTP/1.1 503 Service Unavailable");
  }

  @Test
  void readersOfALargePageThatStopHoldUpNobody() throws Exception {
    for (int i = 0; i < STALLED; i++) {
      stalled.add(reading("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    assertOthersAreAnswered();
  }

  @Test
  void readersOfManyErrorsThatStopHoldUpNobody() throws Exception {
    String body = "[" + "{},".repeat(900) + "{}]";
    for (int i = 0; i < STALLED; i++) {
      stalled.add(
          reading(
              POST
                  + "Prefer: handling=lenient\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body));
    }
    // Until they are answered they take room, which is scarce here.
    API.awaitSamplesInMemory(0);

    assertOthersAreAnswered();
  }

  @Test
  void askingOnWithoutReadingHoldsUpNobody() throws Exception {
    String questions = "GET /metrics?user_id=x HTTP/1.1\r\nHost: a\r\n\r\n".repeat(200);
    for (int i = 0; i < 2 * TestApi.THREADS; i++) {
      stalled.add(reading(questions));
    }

    assertOthersAreAnswered();
  }

  private static RawClient reading(String request) throws Exception {
    return new RawClient(API.port(), 1_000).send(request);
  }

  private static void assertOthersAreAnswered() {
    for (int i = 0; i < 5; i++) {
      assertThat(API.ingest("[" + SAMPLE + "]").status()).isEqualTo(200);
      assertThat(
              API.get("/metrics?user_id=1&start=2025-01-01T00:00:00Z&end=2025-01-02T00:00:00Z")
                  .status())
          .isEqualTo(200);
      assertThat(API.get("/docs").status()).isEqualTo(200);
    }
  }
}
