package dev.vitals.simulator.wearable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a device measured in one minute, of each of the fleet's metrics. */
public final class Reading {
  /** Of a metric that was not measured; none has this value. */
  public static final int ABSENT = Integer.MIN_VALUE;

  private final long userId;
  private final long epochSecond;
  private final int[] values;

  /**
   * @param values in the order of the metrics; not copied
   */
  Reading(long userId, long epochSecond, int[] values) {
    this.userId = userId;
    this.epochSecond = epochSecond;
    this.values = values;
  }

  public long userId() {
    return userId;
  }

  public long epochSecond() {
    return epochSecond;
  }

  /**
   * @param metric its number in the fleet
   */
  public int value(int metric) {
    return values[metric];
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reading that
        && userId == that.userId
        && epochSecond == that.epochSecond
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(userId * 31 + epochSecond);
  }

  @Override
  public String toString() {
    return "user " + userId + " at " + epochSecond + ": " + Arrays.toString(values);
  }
}
