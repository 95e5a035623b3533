package dev.vitals.bench.load;

/**
 * When the requests of one connection are due. A late one does not make the next ones late: its
 * latency counts from when it was due, or a server that stalls would be asked less and look well.
 */
final class Pace {
  private final long intervalNanos;
  private long next;

  private Pace(long first, long intervalNanos) {
    this.next = first;
    this.intervalNanos = intervalNanos;
  }

  /** Each as soon as the one before is answered. */
  static Pace asFastAsAnswered() {
    return new Pace(0, 0);
  }

  /**
   * @param perSecond over all connections, whose turns are spread evenly
   */
  static Pace of(double perSecond, int connection, int connections) {
    long interval = Math.round(connections * 1e9 / perSecond);
    return new Pace(System.nanoTime() + interval * connection / connections, interval);
  }

  /**
   * @return when it was due
   */
  long await() {
    if (intervalNanos == 0) {
      return System.nanoTime();
    }
    long due = next;
    next += intervalNanos;
    Window.waitUntil(due);
    return due;
  }
}
