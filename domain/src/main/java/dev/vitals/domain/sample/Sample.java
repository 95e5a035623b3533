package dev.vitals.domain.sample;

import dev.vitals.domain.time.EpochMicros;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * What one device reported for one user at one moment. Its identity is ({@code userId}, {@code
 * timestamp}).
 *
 * @param timestamp cut to microseconds
 * @param heartRate in bpm
 * @param steps a count
 * @param caloriesMilli in thousandths of a kcal
 */
public record Sample(
    long userId,
    Instant timestamp,
    OptionalInt heartRate,
    OptionalInt steps,
    OptionalInt caloriesMilli) {

  /**
   * @throws IllegalArgumentException a value is out of its {@link SampleField}'s limits, or none of
   *     the three is present
   */
  public Sample {
    SampleField.USER_ID.require(userId);
    heartRate.ifPresent(SampleField.HEART_RATE::require);
    steps.ifPresent(SampleField.STEPS::require);
    caloriesMilli.ifPresent(SampleField.CALORIES::require);
    if (heartRate.isEmpty() && steps.isEmpty() && caloriesMilli.isEmpty()) {
      throw new IllegalArgumentException("at least one of heart_rate, steps, calories is needed");
    }
    timestamp = EpochMicros.cut(timestamp);
  }
}
