package dev.vitals.simulator.sync;

/**
 * A device hands over some minutes. All minutes are epoch minutes, the ends do not belong.
 *
 * @param from where what is sent begins
 * @param freshFrom where what was not sent before begins; earlier minutes are sent again
 * @param dueSecond when it happens, an epoch second
 */
public record Sync(long userId, long from, long freshFrom, long to, boolean late, long dueSecond) {
  public Sync {
    if (from > freshFrom || freshFrom > to || from >= to) {
      throw new IllegalArgumentException("a sync goes forward and holds something");
    }
  }

  public long minutes() {
    return to - from;
  }

  public long freshMinutes() {
    return to - freshFrom;
  }

  Sync first(long minutes) {
    long end = from + minutes;
    return new Sync(userId, from, Math.min(freshFrom, end), end, late, dueSecond);
  }

  Sync without(long minutes) {
    long begin = from + minutes;
    return new Sync(userId, begin, Math.max(freshFrom, begin), to, late, dueSecond);
  }
}
