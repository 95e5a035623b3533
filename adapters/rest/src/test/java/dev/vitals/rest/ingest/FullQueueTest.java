package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is answered when there is no room for more samples. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class FullQueueTest {
  @RegisterExtension static final TestApi API = new TestApi();

  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void close() {
    callers.shutdownNow();
  }

  @Test
  void whatFindsNoRoomIsToldToComeBackAndStoresNothing() throws Exception {
    Runnable release = API.samples.hold();
    Future<Answer> first = callers.submit(() -> API.ingest(samples(1, TestApi.QUEUE_SAMPLES)));
    API.awaitSamplesInMemory(TestApi.QUEUE_SAMPLES);
    Answer refused = API.ingest(samples(2, 1));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.detail())
        .isEqualTo(
            "Too much is being taken in. Nothing of the request is stored. Try again in 1 s.");
    release.run();
    assertThat(first.get().status()).isEqualTo(200);
    assertThat(API.samples.of(2)).isEqualTo(Summary.empty(SHIPPED));

    assertThat(API.ingest(samples(2, 1)).status()).isEqualTo(200);
  }

  @Test
  void whatIsBeingReadTakesRoomToo() throws Exception {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), API.port())) {
      // As long as there is room for.
      String body =
          samples(1, 1) + " ".repeat(100 * TestApi.QUEUE_SAMPLES - samples(1, 1).length());
      OutputStream out = slow.getOutputStream();
      out.write(
          ("POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length()
                  + "\r\n\r\n"
                  + body.substring(0, body.length() - 1))
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      API.awaitSamplesInMemory(TestApi.QUEUE_SAMPLES);

      assertThat(API.ingest(samples(2, 1)).status()).isEqualTo(503);
    }
    // The client is gone, and its room free.
    API.awaitSamplesInMemory(0);
    assertThat(API.ingest(samples(2, 1)).status()).isEqualTo(200);
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void whatNeverFindsRoomIsTooLarge() {
    Answer answer = API.ingest(samples(1, TestApi.QUEUE_SAMPLES + 1));

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.detail())
        .isEqualTo("The limit is 1000 samples. Send the samples in smaller batches.");
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void aClientThatIsGoneBeforeItsTurnIsNotServed() throws Exception {
    Runnable release = API.samples.hold();
    Future<Answer> first = callers.submit(() -> API.ingest(samples(1, 1)));
    API.samples.awaitHeld(1);
    // Of two groups at once; what comes then has to wait.
    Future<Answer> besideIt = callers.submit(() -> API.ingest(samples(4, 1)));
    API.samples.awaitHeld(2);
    Socket gone = send(samples(2, 1));
    Socket patient = send(samples(3, 1));
    API.awaitSamplesInMemory(4);
    gone.close();
    // Before that it is not asked whether a client is there.
    TimeUnit.MILLISECONDS.sleep(150);
    release.run();

    assertThat(first.get().status()).isEqualTo(200);
    assertThat(besideIt.get().status()).isEqualTo(200);
    assertThat(patient.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
    patient.close();
    assertThat(API.samples.of(3).samples()).isEqualTo(1);
    assertThat(API.samples.of(2)).isEqualTo(Summary.empty(SHIPPED));
  }

  private static Socket send(String body) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port());
    socket
        .getOutputStream()
        .write(
            ("POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String samples(int user, int count) {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"user_id\":%d,\"timestamp\":\"2025-01-01T%02d:%02d:00Z\",\"steps\":5}",
                  user,
                  i / 60,
                  i % 60));
    }
    return body.append("]").toString();
  }
}
