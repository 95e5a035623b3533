package dev.vitals.domain.series;

import static dev.vitals.domain.rollup.RollupLevel.DAY;
import static dev.vitals.domain.rollup.RollupLevel.QUARTER_HOUR;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * How a series is answered: as its range is, with each row read put into the bucket that it begins
 * in. So no row may reach over a bound. Quarter hours do not, but for bounds that are not on one,
 * from which on all is read from samples; days do at most bounds, so those that are cut are read
 * from quarter hours instead.
 */
public final class SeriesPlan {
  private static final long DAY_MICROS = DAY.ceiling(1);

  private final RangePlan range;
  private final Buckets buckets;
  private final long[] cutDays;

  private SeriesPlan(RangePlan range, Buckets buckets, long[] cutDays) {
    this.range = range;
    this.buckets = buckets;
    this.cutDays = cutDays;
  }

  /**
   * @param samplesUpToMicros as {@link RangePlan#of} has it
   * @throws UnanswerableRangeException an end of the range cuts a quarter hour whose samples are
   *     gone
   * @throws UnanswerableBucketException another bound does
   */
  public static SeriesPlan of(Buckets buckets, RollupCoverage coverage, long samplesUpToMicros) {
    TimeRange range = buckets.range();
    long[] bounds = buckets.bounds();
    long firstCut =
        within(bounds)
            .filter(bound -> !QUARTER_HOUR.isAligned(bound))
            .findFirst()
            .orElse(Long.MAX_VALUE);
    if (firstCut < coverage.horizonMicros()) {
      throw new UnanswerableBucketException(EpochMicros.toInstant(coverage.horizonMicros()));
    }
    RollupCoverage usable = below(coverage, firstCut);
    RangePlan withDays = RangePlan.of(range, usable, samplesUpToMicros);
    long[] cutDays = cutDays(withDays, bounds);
    return cutDays.length * 2L > days(withDays)
        ? new SeriesPlan(
            RangePlan.withoutDays(range, usable, samplesUpToMicros), buckets, new long[0])
        : new SeriesPlan(withDays, buckets, cutDays);
  }

  private static RollupCoverage below(RollupCoverage coverage, long firstCut) {
    return firstCut == Long.MAX_VALUE
        ? coverage
        : new RollupCoverage(
            Math.min(coverage.quarterHoursBelowMicros(), QUARTER_HOUR.floor(firstCut)),
            Math.min(coverage.daysBelowMicros(), DAY.floor(firstCut)),
            coverage.horizonMicros());
  }

  /** Those within what is read from days. */
  private static long[] cutDays(RangePlan plan, long[] bounds) {
    return plan.parts().stream()
        .filter(part -> part.source() == Source.DAYS)
        .flatMapToLong(
            part ->
                within(bounds)
                    .filter(bound -> part.startMicros() < bound && bound < part.endMicros())
                    .filter(bound -> !DAY.isAligned(bound))
                    .map(DAY::floor)
                    .distinct())
        .toArray();
  }

  private static long days(RangePlan plan) {
    return plan.parts().stream()
        .filter(part -> part.source() == Source.DAYS)
        .mapToLong(part -> (part.endMicros() - part.startMicros()) / DAY_MICROS)
        .sum();
  }

  /** Up to 1970 there are no samples, and clocks went by their longitude. */
  private static LongStream within(long[] bounds) {
    return Arrays.stream(bounds, 1, bounds.length - 1).filter(bound -> bound > 0);
  }

  /** Of the whole series. */
  public RangePlan range() {
    return range;
  }

  public Buckets buckets() {
    return buckets;
  }

  /**
   * The starts of days (UTC), in microseconds since 1970, that are left out where the range is read
   * from days, and read from quarter hours. Not a copy: do not write to it.
   */
  public long[] cutDays() {
    return cutDays;
  }

  public boolean hasCutDays() {
    return cutDays.length > 0;
  }
}
