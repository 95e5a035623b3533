package dev.vitals.simulator.wearable;

/**
 * What a device measured in one minute. A value it did not get is {@link #ABSENT}.
 *
 * @param heartRate in bpm
 * @param steps a count
 * @param caloriesMilli in thousandths of a kcal
 */
public record Reading(long userId, long epochSecond, int heartRate, int steps, int caloriesMilli) {
  public static final int ABSENT = -1;

  public Reading {
    if (heartRate == ABSENT && steps == ABSENT && caloriesMilli == ABSENT) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }
}
