package dev.vitals.simulator.sync;

import dev.vitals.simulator.wearable.Chance;

/**
 * How devices sync. What comes late comes by stretches of three hours, as when a phone was away,
 * some hours up to two days after.
 *
 * @param everyMinutes a divisor of {@link #STRETCH}
 * @param lateShare of the samples, from 0 to 1
 * @param duplicateShare of the syncs that begin with what the one before sent already
 */
public record Habits(long seed, int everyMinutes, double lateShare, double duplicateShare) {
  public static final int STRETCH = 180;

  private static final int LEAST_DELAY = 60;
  private static final int MOST_DELAY = 48 * 60;

  /** So many stretches after its own, at most, a late one arrives. */
  static final int LONGEST_WAIT = MOST_DELAY / STRETCH + 2;

  public Habits {
    if (everyMinutes < 1 || STRETCH % everyMinutes != 0) {
      throw new IllegalArgumentException("syncs must fill three hours: " + everyMinutes);
    }
  }

  boolean isLate(long userId, long stretch) {
    return of(userId, "late").with(stretch).happens(lateShare);
  }

  /** The slot in which a late stretch arrives. */
  long arrivalSlot(long userId, long stretch) {
    double unit = of(userId, "delay").with(stretch).unit();
    // Cubed: mostly hours, now and then days.
    long delay = LEAST_DELAY + (long) (unit * unit * unit * (MOST_DELAY - LEAST_DELAY));
    return ((stretch + 1) * STRETCH + delay) / everyMinutes;
  }

  boolean repeatsThePreviousOne(long userId, long slot) {
    return of(userId, "overlap").with(slot).happens(duplicateShare);
  }

  long stretchOf(long slot) {
    return slot * everyMinutes / STRETCH;
  }

  private Chance of(long userId, String purpose) {
    return Chance.of(seed).with(userId).with(purpose);
  }
}
