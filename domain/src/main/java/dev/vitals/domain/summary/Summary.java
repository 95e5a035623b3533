package dev.vitals.domain.summary;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A mergeable partial aggregate of samples. {@link #merge} is associative and commutative and
 * {@link #EMPTY} is its identity, so any split of a batch or of a range gives the same answer. All
 * figures are integers, hence exact: an average is a quotient taken at the very end.
 *
 * @param samples how many there are, whatever they carry
 * @param heartRateCount how many of them carry a heart rate; likewise the other counts
 * @param heartRateSum in bpm
 * @param heartRateMin in bpm; {@link Integer#MAX_VALUE} where none carries one
 * @param heartRateMax in bpm; {@link Integer#MIN_VALUE} where none carries one
 * @param caloriesMilliSum in thousandths of a kcal
 */
public record Summary(
    long samples,
    long heartRateCount,
    long heartRateSum,
    int heartRateMin,
    int heartRateMax,
    long stepsCount,
    long stepsSum,
    long caloriesCount,
    long caloriesMilliSum) {

  public static final Summary EMPTY =
      new Summary(0, 0, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 0, 0, 0);

  /**
   * @throws IllegalArgumentException a count is negative or more than {@code samples}, a sum is
   *     negative or there is one where the count is 0, or the extremes do not match their count
   */
  public Summary {
    requireCount(samples, heartRateCount, heartRateSum);
    requireCount(samples, stepsCount, stepsSum);
    requireCount(samples, caloriesCount, caloriesMilliSum);
    boolean noExtremes = heartRateMin == Integer.MAX_VALUE && heartRateMax == Integer.MIN_VALUE;
    if (heartRateCount == 0 ? !noExtremes : heartRateMin > heartRateMax) {
      throw new IllegalArgumentException("heart rate's extremes do not match its count");
    }
  }

  /** Of one sample; {@link SampleBatch#ABSENT} where it carries no such value. */
  public static Summary of(int heartRate, int steps, int caloriesMilli) {
    boolean hasHeartRate = heartRate != SampleBatch.ABSENT;
    boolean hasSteps = steps != SampleBatch.ABSENT;
    boolean hasCalories = caloriesMilli != SampleBatch.ABSENT;
    return new Summary(
        1,
        hasHeartRate ? 1 : 0,
        hasHeartRate ? heartRate : 0,
        hasHeartRate ? heartRate : Integer.MAX_VALUE,
        hasHeartRate ? heartRate : Integer.MIN_VALUE,
        hasSteps ? 1 : 0,
        hasSteps ? steps : 0,
        hasCalories ? 1 : 0,
        hasCalories ? caloriesMilli : 0);
  }

  /** The aggregate of one user's rows within the range, each row counted as it stands. */
  public static Summary of(SampleBatch batch, long userId, TimeRange range) {
    long start = range.startMicros();
    long end = range.endMicros();
    Summary summary = EMPTY;
    for (int row = 0; row < batch.size(); row++) {
      long timestamp = batch.timestampsMicros()[row];
      if (batch.userIds()[row] == userId && start <= timestamp && timestamp < end) {
        summary =
            summary.merge(
                of(batch.heartRates()[row], batch.steps()[row], batch.caloriesMilli()[row]));
      }
    }
    return summary;
  }

  /**
   * @throws ArithmeticException a sum leaves 64 bits, which takes more than 10^11 samples
   */
  public Summary merge(Summary other) {
    return new Summary(
        Math.addExact(samples, other.samples),
        Math.addExact(heartRateCount, other.heartRateCount),
        Math.addExact(heartRateSum, other.heartRateSum),
        Math.min(heartRateMin, other.heartRateMin),
        Math.max(heartRateMax, other.heartRateMax),
        Math.addExact(stepsCount, other.stepsCount),
        Math.addExact(stepsSum, other.stepsSum),
        Math.addExact(caloriesCount, other.caloriesCount),
        Math.addExact(caloriesMilliSum, other.caloriesMilliSum));
  }

  public boolean isEmpty() {
    return samples == 0;
  }

  /** In bpm: the double nearest to sum / count, exact as long as the sum is below 2^53. */
  public OptionalDouble averageHeartRate() {
    return heartRateCount == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) heartRateSum / heartRateCount);
  }

  /** In bpm. */
  public OptionalInt minHeartRate() {
    return heartRateCount == 0 ? OptionalInt.empty() : OptionalInt.of(heartRateMin);
  }

  /** In bpm. */
  public OptionalInt maxHeartRate() {
    return heartRateCount == 0 ? OptionalInt.empty() : OptionalInt.of(heartRateMax);
  }

  public OptionalLong totalSteps() {
    return stepsCount == 0 ? OptionalLong.empty() : OptionalLong.of(stepsSum);
  }

  /** In kcal, with three decimals. */
  public Optional<BigDecimal> totalCalories() {
    return caloriesCount == 0
        ? Optional.empty()
        : Optional.of(BigDecimal.valueOf(caloriesMilliSum, 3));
  }

  private static void requireCount(long samples, long count, long sum) {
    if (count < 0 || count > samples || sum < 0 || (count == 0 && sum != 0)) {
      throw new IllegalArgumentException("count or sum out of bounds");
    }
  }
}
