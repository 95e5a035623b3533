package dev.vitals.rest.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Rfc3339MistakeTest {
  private static final String START =
      "must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z or"
          + " 2025-01-01T10:30:00+01:00; this one ";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "''|is empty",
        " 2025-01-01T09:30:00Z|has a blank at its start or end",
        "2025-01-01T09:30:00Z |has a blank at its start or end",
        "1735723800|is a number",
        "1735723800.5|is a number",
        "-1|is a number",
        "2025-01-01 09:30:00Z|has a blank where the T belongs",
        "2025-01-01 09:30:00|has a blank where the T belongs",
        "2025-01-01_09:30:00Z|has no T between date and time",
        "2025-01-01|has no time",
        "2025-01-01T|has a time that is not written HH:MM:SS",
        "2025-01-01T09:30Z|has no seconds",
        "2025-01-01T09:30+01:00|has no seconds",
        "2025-01-01T09:30|has no seconds",
        "2025-01-01T09:30Z[UTC]|has a time that is not written HH:MM:SS",
        "2025-01-01T9:30:00Z|has a time that is not written HH:MM:SS",
        "2025-01-01T09:30:0Z|has a time that is not written HH:MM:SS",
        "2025-01-01T093000Z|has no colon between hour, minute and second",
        "20250101T093000Z|has no - between year, month and day",
        "20250101|is a number",
        "01.02.2025 09:30:00|has a date that is not written YYYY-MM-DD",
        "1/2/2025, 09:30:00|has a date that is not written YYYY-MM-DD",
        "2025/01/01T09:30:00Z|has a date that is not written YYYY-MM-DD",
        "2025-1-1T09:30:00Z|has a date that is not written YYYY-MM-DD",
        "2025-W01-3T09:30:00Z|has a date that is not written YYYY-MM-DD",
        "Wed, 01 Jan 2025 09:30:00 GMT|has a date that is not written YYYY-MM-DD",
        "yesterday|has a date that is not written YYYY-MM-DD",
        "+2025-01-01T09:30:00Z|has a year that is not four digits",
        "12025-01-01T09:30:00Z|has a year that is not four digits",
        "2025-01-01 09:30:00 AM|has a 12-hour clock",
        "1/1/25, 9:30 p.m.|has a 12-hour clock",
        "9:30PM|has a 12-hour clock",
        "1/1/2025, 9:30:00\u202fAM|has a 12-hour clock with a U+202F in it",
        "2025-01-01\u00a009:30:00Z|has a U+00A0 in it",
        "2025-01-01T09:30:00\u221201:00|has a U+2212 in it",
        "\u200e2025-01-01T09:30:00Z|has a U+200E in it",
        "٢٠٢٥-01-01T00:00:00Z|has a U+0662 in it",
        "2025-01-01T09:30:00Z\u0000|has a U+0000 in it",
        "2025-01-01T09:30:00Z😀|has a U+1F600 in it",
        "2025-00-01T00:00:00Z|has a month that is not 01 to 12",
        "2025-13-01T00:00:00Z|has a month that is not 01 to 12",
        "2025-01-00T00:00:00Z|has a day that is not 01 to 31",
        "2025-01-32T00:00:00Z|has a day that is not 01 to 31",
        "2025-02-29T00:00:00Z|has a day that its month has not",
        "2024-02-30T00:00:00Z|has a day that its month has not",
        "2025-04-31T00:00:00.5+01:00|has a day that its month has not",
        "2025-01-01T24:00:00Z|has an hour that is not 00 to 23",
        "2025-01-01T09:60:00Z|has a minute that is not 00 to 59",
        "2016-12-31T23:59:60Z|has a leap second, which is not taken; write second 59",
        "2016-12-31T23:59:61Z|has a second that is not 00 to 59",
        "2025-01-01T09:30:00,5Z|has a comma in its seconds, where a point belongs",
        "2025-01-01T09:30:00.Z|has no digit behind the point",
        "2025-01-01T09:30:00|has no offset",
        "2025-01-01T09:30:00.123|has no offset",
        "2025-01-01T09:30:00 01:00|has a blank where the + of its offset belongs",
        "2025-01-01T09:30:00 +01:00|has a blank before its offset",
        "2025-01-01T09:30:00+0100|has no colon in its offset",
        "2025-01-01T09:30:00.5-0800|has no colon in its offset",
        "2025-01-01T09:30:00+01|has no minutes in its offset",
        "2025-01-01T09:30:00+24:00|has an offset that is not written +HH:MM, up to 23:59",
        "2025-01-01T09:30:00+1:00|has an offset that is not written +HH:MM, up to 23:59",
        "2025-01-01T09:30:00+01:00Z|goes on behind its offset",
        "2025-01-01T09:30:00ZZ|goes on behind its offset",
        "2025-01-01T09:30:00+01:00[Europe/Berlin]|goes on behind its offset",
        "2025-01-01T09:30:00CET|has a name where its offset belongs",
        "2025-01-01T09:30:00[UTC]|has a name where its offset belongs",
        "2025-01-01T09:30:00:5Z|has something else where its offset belongs",
        "0000-01-01T00:00:00+00:01|is not within the years 0000 to 9999 in UTC",
        "9999-12-31T23:59:59-00:01|is not within the years 0000 to 9999 in UTC",
      })
  void whatIsWrongWithThisOneIsTold(String refused, String mistake) {
    assertThat(Rfc3339.epochMicros(refused)).isEqualTo(Rfc3339.MALFORMED);
    assertThat(Rfc3339Mistake.of(refused)).isEqualTo(START + mistake);
  }

  @Test
  void ofALongTextThatIsTold() {
    assertThat(Rfc3339Mistake.of("2025-01-01T09:30:00." + "1".repeat(100_000)))
        .isEqualTo(START + "has more than 100 characters");
  }

  /** What a slip of the hand makes of a good one is told, not taken for a question of years. */
  @Test
  void everySlipHasAName() {
    String good = "2024-02-28T19:30:00.25+01:30";
    String characters = "0123456789-+:.,TZtz ABap/\t\u202f";
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int slips = random.nextInt(3); slips >= 0; slips--) {
        int place = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(place);
          case 1 -> text.insert(place, characters.charAt(random.nextInt(characters.length())));
          default -> text.setCharAt(place, characters.charAt(random.nextInt(characters.length())));
        }
      }
      if (Rfc3339.epochMicros(text.toString()) == Rfc3339.MALFORMED) {
        assertThat(Rfc3339Mistake.of(text.toString()))
            .as("%s", text)
            .startsWith(START)
            .doesNotContain("is not within the years");
      }
    }
  }
}
