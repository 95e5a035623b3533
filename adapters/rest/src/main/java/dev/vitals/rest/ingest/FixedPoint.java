package dev.vitals.rest.ingest;

import dev.vitals.domain.metric.Metric;

/**
 * Reads numbers as nearly all are written, digits with a point or without, into a metric's units of
 * 10<sup>-decimals</sup>; what is finer is rounded half up. A BigDecimal a number would be most of
 * what a request allocates.
 */
final class FixedPoint {
  /** To be read in another way. No number that is read here is negative. */
  static final long NOT_PLAIN = -1;

  /** Before the point: with all decimals there can be they fit into 64 bits. */
  private static final int MOST_DIGITS = 9;

  private FixedPoint() {}

  /**
   * @param text a JSON number
   * @return not yet compared with the metric's limits
   */
  static long scaled(Metric metric, char[] text, int offset, int length) {
    int end = offset + length;
    int position = offset;
    long value = 0;
    while (position < end && isDigit(text[position])) {
      value = value * 10 + (text[position++] - '0');
    }
    if (position == offset || position - offset > MOST_DIGITS) {
      return NOT_PLAIN;
    }
    int point = position;
    if (point < end && text[point] != '.') {
      return NOT_PLAIN;
    }
    int decimals = metric.decimals();
    int decimalsEnd = point + 1 + decimals;
    for (position = point + 1; position < decimalsEnd; position++) {
      char digit = position < end ? text[position] : '0';
      if (!isDigit(digit)) {
        return NOT_PLAIN;
      }
      value = value * 10 + (digit - '0');
    }
    return decimalsEnd < end ? rounded(metric, value, text, decimalsEnd, end) : value;
  }

  private static long rounded(Metric metric, long value, char[] text, int finer, int end) {
    for (int position = finer; position < end; position++) {
      if (!isDigit(text[position])) {
        return NOT_PLAIN;
      }
    }
    // A number just beyond a limit would be rounded to it.
    if (value < metric.least() || value >= metric.greatest()) {
      return NOT_PLAIN;
    }
    return text[finer] >= '5' ? value + 1 : value;
  }

  private static boolean isDigit(char c) {
    return '0' <= c && c <= '9';
  }
}
