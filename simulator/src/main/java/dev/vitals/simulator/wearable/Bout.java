package dev.vitals.simulator.wearable;

/**
 * A walk or some exercise.
 *
 * @param from a minute of the day
 * @param to the minute after the last
 * @param effort at its height, from 0 (rest) to 1 (the highest heart rate)
 * @param stepsAMinute 0 on a bicycle
 */
record Bout(int from, int to, double effort, int stepsAMinute) {
  private static final int WARM_UP = 4;
  private static final int RECOVERY = 10;

  boolean covers(int minute) {
    return from <= minute && minute < to;
  }

  /** The heart takes some minutes to get there, and more to calm down. */
  double effortAt(int minute) {
    if (minute < from || minute >= to + RECOVERY) {
      return 0;
    }
    int reached = Math.min(minute, to) - from + 1;
    double height = effort * Math.min(1, (double) reached / WARM_UP);
    return minute < to ? height : height * (to + RECOVERY - minute) / (RECOVERY + 1);
  }
}
