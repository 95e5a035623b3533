package dev.vitals.bench.reading;

/** Adds the buckets of a series up to what the summary of the range must be. */
final class BucketSums {
  private long samples;
  private long heartRates;
  private long min = Long.MAX_VALUE;
  private long max = Long.MIN_VALUE;
  private long steps;
  private long calories;

  /**
   * @param calories in thousandths
   */
  void add(long samples, double average, long min, long max, long steps, long calories) {
    this.samples += samples;
    heartRates += Math.round(average * samples);
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
    this.steps += steps;
    this.calories += calories;
  }

  Figures figures() {
    return new Figures((double) heartRates / samples, min, max, steps, calories);
  }
}
