package dev.vitals.rest.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.time.EpochMicros;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTextTest {
  private final UtcText text = new UtcText();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "2025-01-01T09:30:00.5Z",
        "2024-02-29T23:59:59.999999Z",
        "2099-12-31T23:59:59.000001Z",
        "2025-01-01T09:30:00.100001Z"
      })
  void asManyDecimalsAsItNeeds(String moment) {
    assertThat(text(EpochMicros.of(Instant.parse(moment)))).isEqualTo(moment);
  }

  @Test
  void itIsWhatOtherAnswersSayAndReadsAsTheSameMoment() {
    Random random = new Random(42);
    for (int i = 0; i < 10_000; i++) {
      long micros = random.nextLong(4_000_000_000_000_000L);
      micros -= i % 2 == 0 ? 0 : micros % 100_000;

      assertThat(text(micros)).isEqualTo(LocalMoment.text(micros, ZoneOffset.UTC));
      assertThat(Rfc3339.epochMicros(text(micros))).isEqualTo(micros);
    }
  }

  private String text(long micros) {
    byte[] into = new byte[3 + UtcText.LONGEST];
    int end = text.write(micros, into, 3);
    return new String(into, 3, end - 3, StandardCharsets.US_ASCII);
  }
}
