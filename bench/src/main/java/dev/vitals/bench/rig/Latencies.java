package dev.vitals.bench.rig;

import java.time.Duration;
import java.util.Arrays;

/** How long some requests took. */
public final class Latencies {
  private final long[] ascendingNanos;
  private final Duration took;

  /**
   * @param took all of them together, several at once
   */
  public Latencies(long[] nanos, Duration took) {
    ascendingNanos = nanos.clone();
    Arrays.sort(ascendingNanos);
    this.took = took;
  }

  public double perSecond() {
    return ascendingNanos.length / (took.toNanos() / 1e9);
  }

  public double medianMillis() {
    return millis(0.5);
  }

  public double millis(double quantile) {
    int last = ascendingNanos.length - 1;
    return last < 0 ? Double.NaN : ascendingNanos[(int) Math.round(last * quantile)] / 1e6;
  }

  @Override
  public String toString() {
    return String.format(
        "%8.1f/s  median %8.2f ms  p95 %8.2f ms  p99 %8.2f ms  max %8.2f ms  (%d)",
        perSecond(), medianMillis(), millis(0.95), millis(0.99), millis(1), ascendingNanos.length);
  }
}
