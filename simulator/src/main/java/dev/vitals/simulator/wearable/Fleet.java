package dev.vitals.simulator.wearable;

import java.util.List;

/**
 * Who is measured, and what of them.
 *
 * @param seed another one is another fleet
 * @param isNamed whether users are UUIDs; else integers
 */
public record Fleet(long seed, List<Metric> metrics, boolean isNamed) {
  public Fleet {
    metrics = List.copyOf(metrics);
  }

  public Wearable wearable(long user) {
    return Wearable.of(this, user);
  }

  /** What the user's id is as text: of a UUID its last twelve digits are the user's number. */
  public String userId(long user) {
    return isNamed
        ? "00000000-0000-4000-8000-" + Long.toHexString(1L << 48 | user).substring(1)
        : Long.toString(user);
  }
}
