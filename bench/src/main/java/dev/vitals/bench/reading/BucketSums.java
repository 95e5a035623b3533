package dev.vitals.bench.reading;

import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds the buckets of a series up to what the summary of the range must be. */
final class BucketSums {
  private long samples;
  private long heartRates;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private long steps;
  private long calories;

  /**
   * @param bucket finds one: number, average, minimum and maximum of heart rates, steps, calories
   * @param calories from text to thousandths
   */
  static Figures of(Pattern bucket, String body, ToLongFunction<String> calories) {
    BucketSums sums = new BucketSums();
    Matcher one = bucket.matcher(body);
    while (one.find()) {
      long samples = Long.parseLong(one.group(1));
      sums.samples += samples;
      sums.heartRates += Math.round(Double.parseDouble(one.group(2)) * samples);
      sums.min = Math.min(sums.min, Long.parseLong(one.group(3)));
      sums.max = Math.max(sums.max, Long.parseLong(one.group(4)));
      sums.steps += Long.parseLong(one.group(5));
      sums.calories += calories.applyAsLong(one.group(6));
    }
    return sums.figures();
  }

  private Figures figures() {
    return new Figures((double) heartRates / samples, min, max, steps, calories);
  }
}
