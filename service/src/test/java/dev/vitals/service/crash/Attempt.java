package dev.vitals.service.crash;

import java.util.Collection;
import java.util.concurrent.TimeUnit;

/**
 * One sending of a request, once its end is known.
 *
 * @param startedNanos and
 * @param endedNanos by {@link System#nanoTime}
 * @param status of the answer, or {@link #CUT} if there was none
 */
record Attempt(Request request, long startedNanos, long endedNanos, int status) {
  static final int CUT = 0;

  boolean acknowledged() {
    return status == 200;
  }

  boolean refused() {
    return status >= 400 && status < 500;
  }

  long millis() {
    return TimeUnit.NANOSECONDS.toMillis(endedNanos - startedNanos);
  }

  static long longestMillis(Collection<Attempt> attempts) {
    return attempts.stream().mapToLong(Attempt::millis).max().orElse(0);
  }

  boolean startedAfter(long nanos) {
    return startedNanos - nanos > 0;
  }

  boolean wasUnderWayAt(long nanos) {
    return startedNanos - nanos < 0 && endedNanos - nanos > 0;
  }
}
