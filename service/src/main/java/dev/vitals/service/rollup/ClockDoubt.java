package dev.vitals.service.rollup;

import dev.vitals.timescale.rollup.RollupStatus;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Why the database's clock is not worked by. */
enum ClockDoubt {
  /** It is far ahead of where it was followed to. */
  AHEAD,
  /** It lies behind that. */
  BEHIND,
  /** Samples should be dropped by it, and none of its time has come yet. */
  UNPROVEN;

  private final String label = name().toLowerCase(Locale.ROOT);

  static Set<ClockDoubt> of(RollupStatus status) {
    Set<ClockDoubt> doubts = EnumSet.noneOf(ClockDoubt.class);
    if (status.clock().ahead().isPresent()) {
      doubts.add(AHEAD);
    }
    if (status.clock().behind().isPresent()) {
      doubts.add(BEHIND);
    }
    if (status.retentionWaits() && status.clock().followed().isEmpty()) {
      doubts.add(UNPROVEN);
    }
    return doubts;
  }

  /** As metrics name it. */
  @Override
  public String toString() {
    return label;
  }
}
