package dev.vitals.rest.time;

import dev.vitals.domain.time.EpochMicros;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Dates and date-times, of a zone where they have no offset. One that the zone's clocks skipped is
 * as much later as they skipped, one that they showed twice is the first ({@link
 * ZonedDateTime#of}).
 */
public final class LocalMoment {
  /** What a client has to keep to. */
  public static final String RULE =
      "must be a date or a date-time of the zone, such as 2025-03-30 or 2025-03-30T09:30:00, or an"
          + " RFC 3339 date-time with an offset, such as 2025-03-30T09:30:00Z";

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern DATE_TIME =
      Pattern.compile(DATE + "T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?");

  private LocalMoment() {}

  /**
   * Of what keeps to {@link #RULE}, in microseconds since 1970, or {@link Rfc3339#MALFORMED}. A
   * date is its first moment.
   */
  public static long epochMicros(String text, ZoneId zone) {
    try {
      if (DATE.matcher(text).matches()) {
        return epochMicros(LocalDate.parse(text).atStartOfDay(zone));
      }
      if (DATE_TIME.matcher(text).matches()) {
        return epochMicros(LocalDateTime.parse(text).atZone(zone));
      }
    } catch (DateTimeException e) {
      // A thirteenth month, or such.
    }
    return Rfc3339.epochMicros(text);
  }

  private static long epochMicros(ZonedDateTime moment) {
    long second = moment.toEpochSecond();
    return second < Rfc3339.FIRST_SECOND || second > Rfc3339.LAST_SECOND
        ? Rfc3339.MALFORMED
        : EpochMicros.of(moment.toInstant());
  }

  /**
   * A moment with the offset that it has in a zone, in RFC 3339, which knows no seconds of an
   * offset, as clocks had before they went by zones, and no year beyond 9999: such are told by UTC.
   */
  public static String text(long epochMicros, ZoneId zone) {
    ZonedDateTime moment = EpochMicros.toInstant(epochMicros).atZone(zone);
    boolean isPlain =
        moment.getOffset().getTotalSeconds() % 60 == 0
            && 0 <= moment.getYear()
            && moment.getYear() <= 9_999;
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        isPlain ? moment : moment.withZoneSameInstant(ZoneOffset.UTC));
  }
}
