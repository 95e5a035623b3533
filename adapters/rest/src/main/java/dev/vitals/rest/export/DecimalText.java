package dev.vitals.rest.export;

/**
 * Writes fixed-point numbers with as few digits as there are: 71.4 of 714 tenths, 78 of 780.
 * Without an object a number.
 */
final class DecimalText {
  /** Of the longest: 31 bits, a sign, a point and a zero before it. */
  static final int LONGEST = 13;

  private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private DecimalText() {}

  /**
   * @param value in units of 10<sup>-decimals</sup>
   * @param decimals 0 to 6
   * @param into with room for {@link #LONGEST} behind {@code from}
   * @return behind what is written
   */
  static int write(int value, int decimals, byte[] into, int from) {
    int position = from;
    // The one integer that has no opposite is no value.
    int absolute = Math.abs(value);
    if (value < 0) {
      into[position++] = '-';
    }
    int power = POWERS[decimals];
    position = digits(absolute / power, into, position);
    int fraction = absolute % power;
    if (fraction > 0) {
      into[position++] = '.';
      while (fraction > 0) {
        power /= 10;
        into[position++] = (byte) ('0' + fraction / power);
        fraction %= power;
      }
    }
    return position;
  }

  private static int digits(int value, byte[] into, int from) {
    int end = from + 1;
    for (int rest = value / 10; rest > 0; rest /= 10) {
      end++;
    }
    int rest = value;
    for (int position = end - 1; position >= from; position--) {
      into[position] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return end;
  }
}
