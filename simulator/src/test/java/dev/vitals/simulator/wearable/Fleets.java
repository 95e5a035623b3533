package dev.vitals.simulator.wearable;

import java.util.List;

/** Fleets to test with. */
public final class Fleets {
  /** What everything has. */
  public static final List<Metric> THREE =
      List.of(
          new Metric("heart_rate", true, 1, 10, 3_500),
          new Metric("steps", false, 0, 0, 100_000),
          new Metric("calories", false, 3, 0, 20_000_000));

  public static final int HEART_RATE = 0;
  public static final int STEPS = 1;
  public static final int CALORIES = 2;

  private Fleets() {}

  public static Fleet of(long seed) {
    return new Fleet(seed, THREE, false);
  }
}
