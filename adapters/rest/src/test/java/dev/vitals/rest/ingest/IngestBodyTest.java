package dev.vitals.rest.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body may be, as bytes and as JSON, before any record is looked at. */
class IngestBodyTest {
  private static final String SAMPLE =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}";

  @RegisterExtension static final TestApi API = new TestApi();

  static Stream<Arguments> malformedBodies() {
    return Stream.of(
        arguments("", "The body is empty; it must be a JSON array of samples."),
        arguments(" \n ", "The body is empty"),
        arguments("{}", "The body must be a JSON array of samples, even for one sample."),
        arguments(SAMPLE, "The body must be a JSON array of samples"),
        arguments("\"[]\"", "The body must be a JSON array of samples"),
        arguments("null", "The body must be a JSON array of samples"),
        arguments("hello", "Not valid JSON at line 1, column"),
        arguments("[\n" + SAMPLE + ",\n{\"user_id\":}]", "Not valid JSON at line 3, column 12"),
        arguments("[" + SAMPLE, ": it ends early."),
        arguments("[" + SAMPLE + ",]", "Not valid JSON at line 1, column"),
        arguments("[" + SAMPLE + "] []", "The body goes on behind the array at line 1, column"),
        arguments("[" + SAMPLE + "]x", "Not valid JSON at line 1, column"),
        arguments(
            "[{\"calories\":NaN}]",
            "Not valid JSON at line 1, column 17: Non-standard token 'NaN'."),
        arguments("[{\"calories\":Infinity}]", "Not valid JSON at line 1, column"),
        arguments("[{\"calories\":.5}]", "Not valid JSON at line 1, column"),
        arguments(
            "[{\"steps\":" + "9".repeat(5_000) + "}]",
            "a number or a name is too long, at line 1, column"),
        arguments("[{\"steps\":007}]", "Not valid JSON at line 1, column"),
        arguments("[{'steps':7}]", "Not valid JSON at line 1, column"),
        arguments(
            "[".repeat(20_000),
            "Nested deeper than 8 levels, or a number or a name is too long, at line 1, column 10."),
        arguments("[{\"steps\":" + "{\"a\":".repeat(10_000), "Nested deeper than 8 levels"));
  }

  @ParameterizedTest
  @MethodSource("malformedBodies")
  void aBodyThatIsNoJsonArrayIsToldWhereAndWhy(String body, String detail) {
    Answer answer = API.ingest(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.detail()).contains(detail);
    assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() {
    byte[] inAName = "[{\"us?r_id\":1}]".getBytes(StandardCharsets.UTF_8);
    inAName[5] = (byte) 0xff;
    byte[] inAValue = "[{\"timestamp\":\"2025?\"}]".getBytes(StandardCharsets.UTF_8);
    inAValue[20] = (byte) 0xc3;
    byte[] inASkippedValue = "[{\"note\":\"2025?\"}]".getBytes(StandardCharsets.UTF_8);
    inASkippedValue[14] = (byte) 0xff;

    for (byte[] body : new byte[][] {inAName, inAValue, inASkippedValue}) {
      Answer answer = API.ingest(body);

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.detail()).startsWith("Not valid JSON at line 1, column").contains("UTF-8");
    }
  }

  @Test
  void aBodyUpToTheLimitIsTakenAndOneByteMoreIsNot() {
    byte[] largest = padded((int) TestApi.LIMITS.maxBodyBytes());
    byte[] tooLarge = padded((int) TestApi.LIMITS.maxBodyBytes() + 1);

    assertThat(API.ingest(largest).status()).isEqualTo(200);
    assertTooLarge(API.ingest(tooLarge));
    // Without a Content-Length the bytes are counted as they come.
    assertTooLarge(
        API.post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge))));
  }

  @Test
  void gzipIsInflatedAndItsLimitCountsDecodedBytes() throws Exception {
    byte[] bomb = gzip(padded(20_000_000));
    assertThat(bomb.length).isLessThan((int) TestApi.LIMITS.maxBodyBytes());

    assertThat(
            API.ingest(
                    gzip(("[" + SAMPLE + "]").getBytes(StandardCharsets.UTF_8)),
                    "Content-Encoding",
                    "gzip")
                .status())
        .isEqualTo(200);
    assertTooLarge(API.ingest(bomb, "Content-Encoding", "gzip"));
  }

  @Test
  void gzipThatIsCorruptOrEndsEarlyIsMalformed() throws Exception {
    byte[] whole = gzip(padded(5_000));
    byte[] corrupt = whole.clone();
    Arrays.fill(corrupt, 12, 30, (byte) 0x55);
    byte[] noGzip = SAMPLE.getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(whole, whole.length / 2);
    // The JSON is complete in these two.
    byte[] withoutTrailer = Arrays.copyOf(whole, whole.length - 8);
    byte[] wrongChecksum = whole.clone();
    wrongChecksum[whole.length - 8] ^= 1;

    for (byte[] body : new byte[][] {corrupt, noGzip, cut, withoutTrailer, wrongChecksum}) {
      Answer answer = API.ingest(body, "Content-Encoding", "gzip");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.contentType()).isEqualTo("application/problem+json");
      assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
    }
  }

  @Test
  void anotherEncodingIsUnsupported() {
    Answer encoding = API.ingest("[]".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "br");

    assertThat(encoding.status()).isEqualTo(415);
    assertThat(encoding.detail()).isEqualTo("Content-Encoding must be gzip, or left out.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "text/plain",
        "application/*",
        "*/*",
        "application/json-seq",
        "application/x-ndjson; charset=latin1",
        "application/json;charset=utf-16",
        "application/json; charset=bogus"
      })
  void anotherTypeIsUnsupported(String type) {
    assertUnsupported(
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo", "application/json, text/plain"})
  void whatIsNoTypeIsMalformed(String type) {
    Answer answer =
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.detail()).contains("Content-Type, is malformed");
  }

  @Test
  void noTypeIsUnsupported() {
    assertUnsupported(API.send(API.request("/ingest").POST(BodyPublishers.ofString("[]"))));
    assertUnsupported(API.send(API.request("/ingest/").POST(BodyPublishers.ofString("[]"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "Application/JSON; charset=UTF-8", "application/json;v=1"})
  void jsonMayBeWrittenInSeveralWays(String type) {
    Answer answer =
        API.send(
            API.request("/ingest")
                .POST(BodyPublishers.ofString("[]"))
                .header("Content-Type", type));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void jsonInAnotherEncodingThanUtf8IsNoJson() {
    assertThat(API.ingest(("[" + SAMPLE + "]").getBytes(StandardCharsets.UTF_16LE)).status())
        .isEqualTo(400);
    assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
  }

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
  void gzipThatNeverGivesAByteIsBoundedInWhatItTakes() throws Exception {
    byte[] endless = new byte[200_000];
    byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
    System.arraycopy(header, 0, endless, 0, header.length);
    for (int i = header.length; i + 5 <= endless.length; i += 5) {
      endless[i + 3] = (byte) 0xff;
      endless[i + 4] = (byte) 0xff;
    }

    assertThat(
            API.post(
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(endless)),
                    "Content-Encoding",
                    "gzip")
                .status())
        .isEqualTo(413);
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
      socket.getOutputStream().write(latin1("[" + SAMPLE + "]"));
      socket.shutdownOutput();

      assertThat(statusLine(socket.getInputStream())).contains(" 400 ");
    }
    assertThat(API.samples.of(1)).isEqualTo(Summary.EMPTY);
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

  private static void assertUnsupported(Answer answer) {
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.detail())
        .isEqualTo("Content-Type must be application/json or application/x-ndjson, in UTF-8.");
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
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

  private static void assertTooLarge(Answer answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("limit_bytes").asLong()).isEqualTo(TestApi.LIMITS.maxBodyBytes());
    assertThat(answer.detail()).contains("100000 bytes, decoded");
    assertThat(API.samples.of(2)).isEqualTo(Summary.EMPTY);
  }

  private static byte[] padded(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) ' ');
    byte[] json = ("[" + SAMPLE + "]").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(json, 0, body, length - json.length, json.length);
    return body;
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
