package dev.vitals.simulator.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long it is, in real time, until something of the simulated time is due. */
public interface Pace {
  /** Everything at once. */
  Pace AT_ONCE = dueSecond -> Duration.ZERO;

  /**
   * @return zero or less for what is due
   */
  Duration until(long dueSecond);

  /** Simulated time is the clock's. */
  static Pace ofTheClock(InstantSource clock) {
    return dueSecond -> Duration.between(clock.instant(), Instant.ofEpochSecond(dueSecond));
  }

  /**
   * Simulated time begins at {@code start} and runs at the given speed until it has caught up with
   * the clock; from there on they are the same.
   */
  static Pace catchingUp(InstantSource clock, Instant start, double speed) {
    Instant begun = clock.instant();
    Pace real = ofTheClock(clock);
    return dueSecond -> {
      double fromStart = dueSecond - start.toEpochMilli() / 1e3;
      Duration hurried =
          Duration.between(clock.instant(), begun).plusMillis((long) (fromStart * 1e3 / speed));
      Duration realWait = real.until(dueSecond);
      return hurried.compareTo(realWait) > 0 ? hurried : realWait;
    };
  }
}
