package dev.vitals.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What of a round is counted, by {@link System#nanoTime}: what was acknowledged within it. It
 * begins a little after the load does, or the first answers would count as if they had taken no
 * time to arrive; more of them are under way over HTTP than in a COPY.
 */
public record Window(long from, long until) {
  private static final Duration RAMP = Duration.ofMillis(500);

  public static Window fromNow(Duration length) {
    long from = System.nanoTime() + RAMP.toNanos();
    return new Window(from, from + length.toNanos());
  }

  public boolean isOver() {
    return System.nanoTime() - until >= 0;
  }

  public boolean contains(long moment) {
    return moment - from >= 0 && moment - until < 0;
  }

  public double seconds() {
    return (until - from) / 1e9;
  }

  /** Pacing, not luck: whoever sends at a rate waits for the next moment to. */
  public static void waitUntil(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
