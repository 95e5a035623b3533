package dev.vitals.rest.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.time.EpochMicros;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @ParameterizedTest
  @CsvSource({
    "2025-01-01T09:30:00Z, 2025-01-01T09:30:00Z",
    "2025-01-01t09:30:00z, 2025-01-01T09:30:00Z",
    "2025-01-01T09:30:00.5Z, 2025-01-01T09:30:00.5Z",
    "2025-01-01T09:30:00.123456789Z, 2025-01-01T09:30:00.123456Z",
    "2025-01-01T09:30:00.9999999999999999999999Z, 2025-01-01T09:30:00.999999Z",
    "2025-01-01T09:30:00+05:45, 2025-01-01T03:45:00Z",
    "2025-01-01T00:30:00-23:59, 2025-01-02T00:29:00Z",
    "2025-01-01T09:30:00-00:00, 2025-01-01T09:30:00Z",
    "2024-02-29T23:59:59Z, 2024-02-29T23:59:59Z",
    "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z"
  })
  void readsWhatRfc3339Allows(String text, Instant expected) {
    assertThat(Rfc3339.epochMicros(text)).isEqualTo(EpochMicros.of(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2025-01-01",
        "2025-01-01T09:30Z",
        "2025-01-01T09:30:00", // no offset
        "2025-01-01 09:30:00Z",
        "2025-01-01T09:30:00 01:00", // a + that was not escaped
        "2025-01-01T09:30:00+0100",
        "2025-01-01T09:30:00+01",
        "2025-01-01T09:30:00+24:00",
        "2025-01-01T09:30:00+01:60",
        "2025-01-01T09:30:00+01:00Z",
        "2025-01-01T09:30:00ZZ",
        "2025-01-01T09:30:00.Z",
        "2025-01-01T09:30:00.5",
        "2025-01-01T09:30:00,5Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T09:60:00Z",
        "2016-12-31T23:59:60Z", // a leap second
        "2025-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2025-04-31T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-01-00T00:00:00Z",
        "2025-01-32T00:00:00Z",
        "-025-01-01T00:00:00Z",
        "2025-1-001T00:00:00Z",
        "٢٠٢٥-01-01T00:00:00Z", // digits, but not these
        "0000-01-01T00:00:00+00:01", // before the year 0 in UTC
        "9999-12-31T23:59:59-00:01", // after the year 9999 in UTC
        "1735723800"
      })
  void refusesEverythingElse(String text) {
    assertThat(Rfc3339.epochMicros(text)).isEqualTo(Rfc3339.MALFORMED);
  }

  @Test
  void agreesWithJavaTimeOnRandomMoments() {
    Random random = new Random(1);
    long first = LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC) + 86_400;
    long last = LocalDateTime.of(9999, 12, 30, 0, 0).toEpochSecond(ZoneOffset.UTC);
    for (int i = 0; i < 20_000; i++) {
      Instant moment =
          Instant.ofEpochSecond(first + (long) (random.nextDouble() * (last - first)))
              .plusNanos(random.nextInt(1_000_000) * 1_000L);
      ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(2 * 18 * 60) - 18 * 60) * 60);
      OffsetDateTime local = moment.atOffset(offset);
      if (local.getYear() < 0 || local.getYear() > 9999) {
        continue;
      }
      assertThat(Rfc3339.epochMicros(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(local)))
          .as("%s", local)
          .isEqualTo(EpochMicros.of(moment));
    }
  }

  @Test
  void readsOutOfTheMiddleOfABuffer() {
    char[] buffer = "[\"2025-01-01T09:30:00Z\"]".toCharArray();

    assertThat(Rfc3339.epochMicros(buffer, 2, 20)).isEqualTo(1_735_723_800_000_000L);
  }
}
