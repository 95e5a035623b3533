package dev.vitals.simulator.wearable;

/**
 * Draws that depend on their keys alone: the same keys draw the same, in any order and on any
 * thread. A generator with a state would tie each draw to all that came before it.
 */
public record Chance(long key) {
  private static final double UNIT = 0x1.0p-53;

  public static Chance of(long seed) {
    return new Chance(mixed(seed));
  }

  /** For another purpose; the name keeps draws of one purpose apart from those of another. */
  public Chance with(String purpose) {
    return with(purpose.hashCode());
  }

  public Chance with(long number) {
    return new Chance(mixed(key ^ mixed(number)));
  }

  /** From 0, inclusive, to 1, exclusive. */
  public double unit() {
    return (key >>> 11) * UNIT;
  }

  public boolean happens(double share) {
    return unit() < share;
  }

  /** Both ends are possible. */
  public int between(int least, int most) {
    return least + (int) (unit() * (most - least + 1));
  }

  public double between(double least, double most) {
    return least + unit() * (most - least);
  }

  /** Every bit of the result depends on every bit given: multiply, fold, twice. */
  private static long mixed(long bits) {
    long folded = (bits + 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
    folded = (folded ^ (folded >>> 32)) * 0xD6E8FEB86659FD93L;
    folded = (folded ^ (folded >>> 29)) * 0x9E3779B97F4A7C15L;
    return folded ^ (folded >>> 32);
  }
}
