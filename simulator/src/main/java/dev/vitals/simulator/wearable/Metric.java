package dev.vitals.simulator.wearable;

/**
 * Something of a person that is measured. Its values are integers in units of
 * 10<sup>-decimals</sup>.
 *
 * @param isGauge a state at a moment; else an amount within an interval
 */
public record Metric(String name, boolean isGauge, int decimals, int least, int greatest) {
  private static final int[] UNITS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  /** How many of the last decimal are one. */
  public int unit() {
    return UNITS[decimals];
  }

  /** The nearest that there is. */
  int nearest(double value) {
    return (int) Math.max(least, Math.min(greatest, Math.round(value * unit())));
  }
}
