package dev.vitals.rest.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.TestApi;
import dev.vitals.rest.TestApi.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How large a body may be, before and after it is inflated. */
class BodySizeTest {
  private static final String SAMPLE =
      "{\"user_id\":1,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":5}";

  @RegisterExtension static final TestApi API = new TestApi();

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
  void gzipIsInflatedAndItsLimitCountsDecodedBytes() {
    byte[] bomb = Gzip.of(padded(20_000_000));
    assertThat(bomb.length).isLessThan((int) TestApi.LIMITS.maxBodyBytes());

    assertThat(API.ingest(Gzip.of("[" + SAMPLE + "]"), "Content-Encoding", "gzip").status())
        .isEqualTo(200);
    assertTooLarge(API.ingest(bomb, "Content-Encoding", "gzip"));
  }

  @Test
  void gzipThatIsCorruptOrEndsEarlyIsMalformed() {
    byte[] whole = Gzip.of(padded(5_000));
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
      assertThat(API.samples.of(1)).isEqualTo(Summary.empty(SHIPPED));
    }
  }

  @Test
  void membersOfGzipAreReadAsOneBody() {
    byte[] empty = Gzip.of("");
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 4_000; i++) {
      many.writeBytes(empty);
    }
    Answer nothing = API.ingest(many.toByteArray(), "Content-Encoding", "gzip");
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.detail()).startsWith("The body is empty");

    many.writeBytes(Gzip.of("[" + SAMPLE + ","));
    many.writeBytes(Gzip.of(SAMPLE.replace("09:", "10:") + "]"));
    many.writeBytes(new byte[100]);
    assertThat(
            API.ingest(many.toByteArray(), "Content-Encoding", "gzip").json().path("count").asInt())
        .isEqualTo(2);

    many.writeBytes("[]".getBytes(StandardCharsets.UTF_8));
    Answer behind = API.ingest(many.toByteArray(), "Content-Encoding", "gzip");
    assertThat(behind.status()).isEqualTo(400);
    assertThat(behind.detail()).isEqualTo("The body is not valid gzip.");
  }

  @Test
  void anotherEncodingIsUnsupported() {
    Answer encoding = API.ingest("[]".getBytes(StandardCharsets.UTF_8), "Content-Encoding", "br");

    assertThat(encoding.status()).isEqualTo(415);
    assertThat(encoding.detail()).isEqualTo("Content-Encoding must be gzip, or left out.");
  }

  @Test
  void gzipThatNeverGivesAByteIsBoundedInWhatItTakes() {
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

  private static void assertTooLarge(Answer answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("limit_bytes").asLong()).isEqualTo(TestApi.LIMITS.maxBodyBytes());
    assertThat(answer.detail()).contains("100000 bytes, decoded");
    assertThat(API.samples.of(2)).isEqualTo(Summary.empty(SHIPPED));
  }

  private static byte[] padded(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) ' ');
    byte[] json = ("[" + SAMPLE + "]").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(json, 0, body, length - json.length, json.length);
    return body;
  }
}
