package dev.vitals.bench.reading;

/**
 * What a question is answered with, whoever is asked.
 *
 * @param calories in thousandths of a kcal
 */
record Figures(
    double averageHeartRate, long minHeartRate, long maxHeartRate, long steps, long calories) {
  /** But for the last digit of an average, where servers may add up in another order. */
  boolean isSameAs(Figures other) {
    return Math.abs(averageHeartRate - other.averageHeartRate) < 1e-9
        && minHeartRate == other.minHeartRate
        && maxHeartRate == other.maxHeartRate
        && steps == other.steps
        && calories == other.calories;
  }
}
