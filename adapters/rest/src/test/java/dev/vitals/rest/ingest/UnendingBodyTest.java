package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that never end, end early, or come as no body may, over a connection of our own. */
class UnendingBodyTest {
  @RegisterExtension static final TestApi API = new TestApi();

  /** What can be sent for ever, a few bytes at a time: first, then again and again. */
  static Stream<Arguments> trickles() {
    return Stream.of(
        arguments("white space", "", "1\r\n \r\n"),
        arguments("a chunk extension", "1;", "a"),
        arguments("a trailer", "2\r\n[]\r\n0\r\nX: ", "a"),
        arguments("nothing more", "1\r\n[\r\n", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trickles")
  void aBodyThatTricklesInIsCutOff(String what, String first, String again) throws Exception {
    assertCutOff("Transfer-Encoding: chunked", latin1(first), latin1(again));
  }

  @Test
  void gzipThatTricklesInWithoutEverGivingAByteIsCutOff() throws Exception {
    byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
    byte[] headerWithName = {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0};
    byte[] emptyBlock = {0, 0, 0, (byte) 0xff, (byte) 0xff};

    assertCutOff("Content-Encoding: gzip\r\nContent-Length: 90000", header, emptyBlock);
    assertCutOff(
        "Content-Encoding: gzip\r\nContent-Length: 90000", headerWithName, new byte[] {'a'});
  }

  @Test
  void anEndlessBodyIsCutOffAtTheLimit() throws Exception {
    try (Socket socket = startIngest("Transfer-Encoding: chunked")) {
      OutputStream out = socket.getOutputStream();
      byte[] chunk = ("400\r\n" + " ".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      Thread endless =
          new Thread(
              () -> {
                try {
                  while (true) {
                    out.write(chunk);
                  }
                } catch (IOException e) {
                  // Cut off, which is what the test is about.
                }
              });
      endless.setDaemon(true);
      endless.start();

      assertThat(statusLine(socket.getInputStream())).contains(" 413 ");
    }
  }

  @Test
  void aBrokenChunkIsABadRequest() throws Exception {
    try (Socket socket = startIngest("Transfer-Encoding: chunked")) {
      socket.getOutputStream().write("zz\r\n[]\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(statusLine(socket.getInputStream())).contains(" 400 ");
    }
  }

  @Test
  void aBodyThatEndsBeforeItsLengthStoresNothingThoughItsJsonIsComplete() throws Exception {
    try (Socket socket = startIngest("Content-Length: 1000")) {
      socket
          .getOutputStream()
          .write(latin1("[{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}]"));
      socket.shutdownOutput();

      assertThat(statusLine(socket.getInputStream())).contains(" 400 ");
    }
    assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
  }

  private static void assertCutOff(String headers, byte[] first, byte[] again) throws Exception {
    long start = System.nanoTime();
    try (Socket socket = startIngest(headers)) {
      OutputStream out = socket.getOutputStream();
      out.write(first);
      Thread trickle =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 200; i++) {
                    out.write(again);
                    out.flush();
                    Thread.sleep(100);
                  }
                } catch (IOException | InterruptedException e) {
                  // Cut off, which is what the test is about.
                }
              });
      trickle.setDaemon(true);
      trickle.start();

      assertThat(statusLine(socket.getInputStream())).isEqualTo("HTTP/1.1 408 Request Timeout");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Socket startIngest(String header) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), API.port());
    socket.setSoTimeout(15_000);
    socket
        .getOutputStream()
        .write(
            ("POST /ingest HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + header
                    + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String statusLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r' && c >= 0; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
