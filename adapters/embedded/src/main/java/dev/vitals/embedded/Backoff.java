package dev.vitals.embedded;

import java.time.Duration;

/**
 * When to try again: the first time at once, then after ever longer pauses. After a quiet time it
 * starts over.
 */
final class Backoff {
  private final long shortest;
  private final long longest;
  private long pause;
  private long next;

  Backoff(Duration shortest, Duration longest, long nowNanos) {
    this.shortest = shortest.toNanos();
    this.longest = longest.toNanos();
    this.pause = this.shortest;
    this.next = nowNanos;
  }

  /**
   * @return whether to try now; if so, the next pause begins
   */
  boolean mayTry(long nowNanos) {
    long late = nowNanos - next;
    if (late < 0) {
      return false;
    }
    if (late > longest) {
      pause = shortest;
    }
    next = nowNanos + pause;
    pause = Math.min(2 * pause, longest);
    return true;
  }
}
