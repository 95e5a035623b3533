package dev.vitals.domain.summary;

import dev.vitals.domain.metric.MetricKind;

/**
 * What many values of one metric come to, in units of 10<sup>-decimals</sup>.
 *
 * @param count how many values there are
 * @param min of a gauge; {@link Integer#MAX_VALUE} where there is no value, and of a total
 * @param max of a gauge; {@link Integer#MIN_VALUE} where there is no value, and of a total
 */
public record Figures(long count, long sum, int min, int max) {
  public static final Figures NONE = new Figures(0, 0, Integer.MAX_VALUE, Integer.MIN_VALUE);

  /**
   * @throws IllegalArgumentException the count is negative, or sum or extremes do not match it
   */
  public Figures {
    if (count < 0 || (count == 0 && sum != 0)) {
      throw new IllegalArgumentException("count or sum out of bounds");
    }
    boolean noExtremes = min == Integer.MAX_VALUE && max == Integer.MIN_VALUE;
    if (!noExtremes && (count == 0 || min > max)) {
      throw new IllegalArgumentException("the extremes do not match the count");
    }
  }

  /** Of one value. */
  static Figures of(MetricKind kind, int value) {
    return kind == MetricKind.GAUGE ? new Figures(1, value, value, value) : total(1, value);
  }

  /** Of a metric whose extremes nobody asks for. */
  public static Figures total(long count, long sum) {
    return new Figures(count, sum, Integer.MAX_VALUE, Integer.MIN_VALUE);
  }

  /**
   * @throws ArithmeticException the sum leaves 64 bits, which takes more than 10^9 values
   */
  Figures merge(Figures other) {
    return new Figures(
        Math.addExact(count, other.count),
        Math.addExact(sum, other.sum),
        Math.min(min, other.min),
        Math.max(max, other.max));
  }
}
