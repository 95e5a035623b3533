package dev.vitals.rest.time;

/**
 * Reads RFC 3339 date-times (section 5.6) into microseconds, without an object a timestamp: {@code
 * java.time}'s parser makes about ten.
 *
 * <p>An offset is required. A fraction may have any number of digits; what is finer than a
 * microsecond is cut. A leap second (:60) is refused: it has no place on the epoch's scale.
 */
public final class Rfc3339 {
  /** No date-time. Not a moment RFC 3339 can write: its years are 0000 to 9999. */
  public static final long MALFORMED = Long.MIN_VALUE;

  public static final String RULE =
      "must be an RFC 3339 date-time with an offset, such as 2025-01-01T09:30:00Z or"
          + " 2025-01-01T10:30:00+01:00";

  private static final int DATE_AND_TIME_LENGTH = "2025-01-01T09:30:00".length();
  private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final long MICROS_PER_SECOND = 1_000_000;

  // In UTC, whatever the offset: what we understand, we can write.
  static final long FIRST_SECOND = epochDay(0, 1, 1) * 86_400;
  static final long LAST_SECOND = epochDay(10_000, 1, 1) * 86_400 - 1;

  private Rfc3339() {}

  public static long epochMicros(String text) {
    return epochMicros(text.toCharArray(), 0, text.length());
  }

  /**
   * @return microseconds since 1970-01-01T00:00:00Z, or {@link #MALFORMED}
   */
  public static long epochMicros(char[] text, int offset, int length) {
    if (length <= DATE_AND_TIME_LENGTH || !separatorsFit(text, offset)) {
      return MALFORMED;
    }
    int year = digits(text, offset, 4);
    int month = digits(text, offset + 5, 2);
    int day = digits(text, offset + 8, 2);
    int hour = digits(text, offset + 11, 2);
    int minute = digits(text, offset + 14, 2);
    int second = digits(text, offset + 17, 2);
    if (!isDate(year, month, day) || !isTime(hour, minute, second)) {
      return MALFORMED;
    }
    long seconds = epochDay(year, month, day) * 86_400 + hour * 3_600L + minute * 60L + second;
    return withFractionAndOffset(seconds, text, offset + DATE_AND_TIME_LENGTH, offset + length);
  }

  private static long withFractionAndOffset(long localSeconds, char[] text, int from, int end) {
    int position = from;
    long micros = 0;
    if (text[position] == '.') {
      int first = ++position;
      long unit = MICROS_PER_SECOND / 10;
      while (position < end && isDigit(text[position])) {
        micros += (text[position] - '0') * unit;
        unit /= 10;
        position++;
      }
      if (position == first) {
        return MALFORMED;
      }
    }
    int offsetSeconds = offsetSeconds(text, position, end);
    long seconds = localSeconds - offsetSeconds;
    return offsetSeconds == Integer.MIN_VALUE || seconds < FIRST_SECOND || seconds > LAST_SECOND
        ? MALFORMED
        : seconds * MICROS_PER_SECOND + micros;
  }

  /** East of Greenwich is positive; {@link Integer#MIN_VALUE} if it is no offset. */
  private static int offsetSeconds(char[] text, int position, int end) {
    int length = end - position;
    if (length == 1 && (text[position] == 'Z' || text[position] == 'z')) {
      return 0;
    }
    if (length != "+01:00".length()
        || (text[position] != '+' && text[position] != '-')
        || text[position + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int hours = digits(text, position + 1, 2);
    int minutes = digits(text, position + 4, 2);
    if (!isTime(hours, minutes, 0)) {
      return Integer.MIN_VALUE;
    }
    int seconds = hours * 3_600 + minutes * 60;
    return text[position] == '-' ? -seconds : seconds;
  }

  private static boolean separatorsFit(char[] text, int offset) {
    return text[offset + 4] == '-'
        && text[offset + 7] == '-'
        && (text[offset + 10] == 'T' || text[offset + 10] == 't')
        && text[offset + 13] == ':'
        && text[offset + 16] == ':';
  }

  /** -1 if one of them is no digit. */
  private static int digits(char[] text, int from, int count) {
    int value = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text[i])) {
        return -1;
      }
      value = value * 10 + (text[i] - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }

  private static boolean isDate(int year, int month, int day) {
    if (year < 0 || month < 1 || month > 12 || day < 1) {
      return false;
    }
    boolean leapDay = month == 2 && day == 29;
    return leapDay ? isLeapYear(year) : day <= DAYS_IN_MONTH[month - 1];
  }

  private static boolean isLeapYear(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  private static boolean isTime(int hour, int minute, int second) {
    return 0 <= hour && hour < 24 && 0 <= minute && minute < 60 && 0 <= second && second < 60;
  }

  /**
   * Days since 1970-01-01 in the proleptic Gregorian calendar. Source: Howard Hinnant,
   * "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in March, so that a
   * leap day is the last of its year, and 400 of them are one era of 146,097 days.
   */
  private static long epochDay(int year, int month, int day) {
    int marchYear = month <= 2 ? year - 1 : year;
    int era = Math.floorDiv(marchYear, 400);
    int yearOfEra = marchYear - era * 400;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097L + dayOfEra - 719_468;
  }
}
