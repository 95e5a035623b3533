package dev.vitals.domain.series;

import static dev.vitals.domain.rollup.RollupLevel.DAY;
import static dev.vitals.domain.rollup.RollupLevel.QUARTER_HOUR;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Part;
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
 *
 * <p>What comes from rollups is read as a whole, each row's bucket told by its time, or in windows,
 * each of which belongs to one bucket.
 */
public final class SeriesPlan {
  private static final long DAY_MICROS = DAY.ceiling(1);
  private static final long QUARTER_HOUR_MICROS = QUARTER_HOUR.ceiling(1);

  private final RangePlan range;
  private final Buckets buckets;
  private final long[] cutDays;
  private final boolean isInWindows;
  private final Windows days = new Windows();
  private final Windows quarterHours = new Windows();

  private SeriesPlan(RangePlan range, Buckets buckets, long[] cutDays, boolean isInWindows) {
    this.range = range;
    this.buckets = buckets;
    this.cutDays = cutDays;
    this.isInWindows = isInWindows;
  }

  /**
   * To be read as a whole.
   *
   * @param samplesUpToMicros as {@link RangePlan#of} has it
   * @throws UnanswerableRangeException an end of the range cuts a quarter hour whose samples are
   *     gone
   * @throws UnanswerableBucketException another bound does
   */
  public static SeriesPlan of(Buckets buckets, RollupCoverage coverage, long samplesUpToMicros) {
    TimeRange range = buckets.range();
    long[] bounds = buckets.bounds();
    RollupCoverage usable = usable(coverage, bounds);
    RangePlan withDays = RangePlan.of(range, usable, samplesUpToMicros);
    long[] cutDays = cutDays(withDays, bounds);
    return cutDays.length * 2L > rows(withDays, Source.DAYS, DAY_MICROS)
        ? new SeriesPlan(
            RangePlan.withoutDays(range, usable, samplesUpToMicros), buckets, new long[0], false)
        : new SeriesPlan(withDays, buckets, cutDays, false);
  }

  /** To be read in windows; as {@link #of} otherwise. */
  public static SeriesPlan inWindows(
      Buckets buckets, RollupCoverage coverage, long samplesUpToMicros) {
    RollupCoverage usable = usable(coverage, buckets.bounds());
    RangePlan range = RangePlan.of(buckets.range(), usable, samplesUpToMicros);
    SeriesPlan plan = new SeriesPlan(range, buckets, new long[0], true);
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      for (Part part : range.parts()) {
        long start = Math.max(part.startMicros(), buckets.start(bucket));
        long end = Math.min(part.endMicros(), buckets.end(bucket));
        if (part.source() != Source.RAW && start < end) {
          plan.addWindows(bucket, part.source(), start, end);
        }
      }
    }
    return plan;
  }

  private void addWindows(int bucket, Source source, long start, long end) {
    long firstDay = Math.min(DAY.ceiling(start), end);
    long daysEnd = Math.max(DAY.floor(end), firstDay);
    if (source == Source.DAYS && firstDay < daysEnd) {
      quarterHours.add(bucket, start, firstDay);
      days.add(bucket, firstDay, daysEnd);
      quarterHours.add(bucket, daysEnd, end);
    } else {
      quarterHours.add(bucket, start, end);
    }
  }

  /** Up to the first bound that cuts a quarter hour. */
  private static RollupCoverage usable(RollupCoverage coverage, long[] bounds) {
    long firstCut =
        within(bounds)
            .filter(bound -> !QUARTER_HOUR.isAligned(bound))
            .findFirst()
            .orElse(Long.MAX_VALUE);
    if (firstCut < coverage.horizonMicros()) {
      throw new UnanswerableBucketException(EpochMicros.toInstant(coverage.horizonMicros()));
    }
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

  private static long rows(RangePlan plan, Source source, long rowMicros) {
    return plan.parts().stream()
        .filter(part -> part.source() == source)
        .mapToLong(part -> (part.endMicros() - part.startMicros()) / rowMicros)
        .sum();
  }

  /** How many are read, if it is read as a whole. */
  public long quarterHours() {
    return rows(range, Source.QUARTER_HOURS, QUARTER_HOUR_MICROS)
        + cutDays.length * (DAY_MICROS / QUARTER_HOUR_MICROS);
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

  public boolean isInWindows() {
    return isInWindows;
  }

  /** Of days, or of quarter hours; none if what comes from rollups is read as a whole. */
  public Windows windows(Source source) {
    return source == Source.DAYS ? days : quarterHours;
  }
}
