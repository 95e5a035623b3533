package dev.vitals.simulator.ingest;

/** Gives each request the moment at which it is due, so that together they keep to a rate. */
public final class RateLimit {
  private final double recordsPerSecond;
  private long nextNanos;
  private boolean begun;

  /**
   * @param recordsPerSecond {@link Double#POSITIVE_INFINITY} for no limit
   */
  public RateLimit(double recordsPerSecond) {
    this.recordsPerSecond = recordsPerSecond;
  }

  /**
   * @return when the request is due; before {@code nowNanos} if the rate was not reached
   */
  synchronized long due(int records, long nowNanos) {
    if (!begun || Double.isInfinite(recordsPerSecond)) {
      begun = true;
      nextNanos = nowNanos;
    }
    long due = nextNanos;
    nextNanos += (long) (records / recordsPerSecond * 1e9);
    return due;
  }
}
