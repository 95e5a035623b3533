package dev.vitals.simulator.verify;

import java.util.BitSet;

/** Which minutes of one user the service has to know: a bit a minute. */
final class TrackedMinutes {
  private final BitSet acknowledged = new BitSet();
  private final BitSet unknown = new BitSet();

  synchronized void acknowledged(int from, int to) {
    acknowledged.set(from, to);
    unknown.clear(from, to);
  }

  /** What was acknowledged once stays so. */
  synchronized void unknown(int from, int to) {
    for (int minute = acknowledged.nextClearBit(from);
        minute < to;
        minute = acknowledged.nextClearBit(minute + 1)) {
      unknown.set(minute);
    }
  }

  synchronized boolean isAcknowledged(int minute) {
    return acknowledged.get(minute);
  }

  synchronized boolean hasUnknown(int from, int to) {
    int next = unknown.nextSetBit(from);
    return next >= 0 && next < to;
  }

  /** One more than the last minute that was sent. */
  synchronized int length() {
    return Math.max(acknowledged.length(), unknown.length());
  }
}
