package dev.vitals.domain.rollup;

/**
 * What the rollups hold, and where only they are left.
 *
 * @param quarterHoursBelowMicros quarter hours that start below this moment can be read
 * @param daysBelowMicros days that start below this moment can be read; not after the quarter hours
 * @param horizonMicros below this moment there are no raw samples any more; not after the days
 */
public record RollupCoverage(
    long quarterHoursBelowMicros, long daysBelowMicros, long horizonMicros) {

  /** Before any moment a range can name, and a whole day: the first of the year -9999. */
  public static final long NEVER = -377_705_116_800_000_000L;

  /** No rollup is filled and nothing is gone: every answer comes from raw samples. */
  public static final RollupCoverage NONE = new RollupCoverage(NEVER, NEVER, NEVER);

  public RollupCoverage {
    if (!RollupLevel.QUARTER_HOUR.isAligned(quarterHoursBelowMicros)
        || !RollupLevel.DAY.isAligned(daysBelowMicros)
        || !RollupLevel.DAY.isAligned(horizonMicros)) {
      throw new IllegalArgumentException("each bound is aligned to its level");
    }
    if (horizonMicros > daysBelowMicros || daysBelowMicros > quarterHoursBelowMicros) {
      throw new IllegalArgumentException("horizon, days and quarter hours ascend");
    }
  }
}
