package dev.vitals.rest.ingest;

/**
 * Reads numbers as nearly all are written, digits with a point or without, into thousandths; what
 * is finer is rounded half up. A BigDecimal a number would be most of what a request allocates.
 */
final class FixedPoint {
  /** To be read in another way. No number of thousandths is negative. */
  static final long NOT_PLAIN = -1;

  /** Before the point: they cannot reach the limit of any field. */
  private static final int MOST_DIGITS = 4;

  private static final int DECIMALS = 3;

  private FixedPoint() {}

  /**
   * @param text a JSON number
   */
  static long milli(char[] text, int offset, int length) {
    int end = offset + length;
    int position = offset;
    long value = 0;
    while (position < end && isDigit(text[position])) {
      value = value * 10 + (text[position++] - '0');
    }
    if (position == offset || position - offset > MOST_DIGITS) {
      return NOT_PLAIN;
    }
    return position == end ? value * 1_000 : withDecimals(value, text, position, end);
  }

  private static long withDecimals(long whole, char[] text, int point, int end) {
    if (text[point] != '.') {
      return NOT_PLAIN;
    }
    long value = whole;
    int half = 0;
    for (int place = 1; place <= Math.max(DECIMALS, end - point - 1); place++) {
      int position = point + place;
      char digit = position < end ? text[position] : '0';
      if (!isDigit(digit)) {
        return NOT_PLAIN;
      }
      if (place <= DECIMALS) {
        value = value * 10 + (digit - '0');
      } else if (place == DECIMALS + 1) {
        half = digit >= '5' ? 1 : 0;
      }
    }
    return value + half;
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }
}
