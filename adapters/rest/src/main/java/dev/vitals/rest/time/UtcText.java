package dev.vitals.rest.time;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes moments in RFC 3339, by UTC and with as many decimals as they need, without an object a
 * moment: those that come one after the other mostly share their day. For one thread.
 */
public final class UtcText {
  /** Of the longest: 2025-01-01T09:30:00.000001Z. */
  public static final int LONGEST = 27;

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
  private static final int DATE_LENGTH = "2025-01-01".length();

  private final byte[] date = new byte[DATE_LENGTH];
  private long day = Long.MIN_VALUE;

  /**
   * @param epochMicros of the years 0000 to 9999
   * @param into with room for {@link #LONGEST} behind {@code from}
   * @return behind what is written
   */
  public int write(long epochMicros, byte[] into, int from) {
    long epochDay = Math.floorDiv(epochMicros, MICROS_PER_DAY);
    if (epochDay != day) {
      byte[] text = LocalDate.ofEpochDay(epochDay).toString().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, date, 0, DATE_LENGTH);
      day = epochDay;
    }
    System.arraycopy(date, 0, into, from, DATE_LENGTH);
    long micros = epochMicros - epochDay * MICROS_PER_DAY;
    int second = (int) (micros / MICROS_PER_SECOND);
    int position = from + DATE_LENGTH;
    into[position++] = 'T';
    position = twoDigits(second / 3_600, into, position);
    into[position++] = ':';
    position = twoDigits(second / 60 % 60, into, position);
    into[position++] = ':';
    position = twoDigits(second % 60, into, position);
    position = fraction((int) (micros % MICROS_PER_SECOND), into, position);
    into[position++] = 'Z';
    return position;
  }

  private static int twoDigits(int value, byte[] into, int from) {
    into[from] = (byte) ('0' + value / 10);
    into[from + 1] = (byte) ('0' + value % 10);
    return from + 2;
  }

  private static int fraction(int micros, byte[] into, int from) {
    if (micros == 0) {
      return from;
    }
    int position = from;
    into[position++] = '.';
    int unit = (int) MICROS_PER_SECOND / 10;
    for (int rest = micros; rest > 0; rest %= unit, unit /= 10) {
      into[position++] = (byte) ('0' + rest / unit);
    }
    return position;
  }
}
