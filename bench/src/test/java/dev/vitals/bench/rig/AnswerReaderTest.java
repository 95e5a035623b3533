package dev.vitals.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static AnswerReader of(String... answers) {
    return new AnswerReader(
        new ByteArrayInputStream(String.join("", answers).getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void answersThatFollowEachOtherAreToldApart() throws IOException {
    AnswerReader reader =
        of(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 422 Unprocessable\r\ntransfer-encoding: chunked\r\n\r\n",
            "2\r\nab\r\n14\r\n0123456789abcdefghij\r\n0\r\n\r\n",
            "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    assertThat(reader.read()).isEqualTo(new Answer(200, 0, false, "{}"));
    assertThat(reader.read()).isEqualTo(new Answer(422, 0, false, "ab0123456789abcdefghij"));
    assertThat(reader.read()).isEqualTo(new Answer(503, 7, true, ""));
  }

  @Test
  void whoHasNothingToSaySendsNeitherLengthNorBody() throws IOException {
    AnswerReader reader =
        of("HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    assertThat(reader.read()).isEqualTo(new Answer(204, 0, false, ""));
    assertThat(reader.read().status()).isEqualTo(200);
  }

  @Test
  void aBodyMayBeLargerThanTheBuffer() throws IOException {
    String body = "0123456789".repeat(5_000);

    assertThat(of("HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n", body).read().body())
        .isEqualTo(body);
  }

  @Test
  void anAnswerThatBreaksOffIsNone() {
    AnswerReader reader = of("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}");

    assertThatThrownBy(reader::read).isInstanceOf(IOException.class);
  }
}
