package dev.vitals.domain.rollup;

import static dev.vitals.domain.rollup.RollupLevel.DAY;
import static dev.vitals.domain.rollup.RollupLevel.QUARTER_HOUR;

import dev.vitals.domain.rollup.UnanswerableRangeException.Bound;
import dev.vitals.domain.rollup.UnanswerableRangeException.Cut;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.util.ArrayList;
import java.util.List;

/**
 * How a range is answered: raw samples at its edges, quarter hours within, days in the middle; or
 * fewer of these where that takes less time.
 *
 * <p>The parts ascend, are disjoint, and cover exactly the range; each is aligned to its level.
 *
 * @param parts at least one, none of them empty
 */
public record RangePlan(List<Part> parts) {
  /** What a part is read from. */
  public enum Source {
    RAW,
    QUARTER_HOURS,
    DAYS
  }

  /** Half-open, in microseconds since 1970. */
  public record Part(Source source, long startMicros, long endMicros) {}

  public RangePlan {
    parts = List.copyOf(parts);
  }

  /**
   * @param samplesUpToMicros a range, or what is left of one beside its whole days, is read from
   *     samples alone if it is no longer than this: few samples take less time than one more source
   * @throws UnanswerableRangeException a bound cuts a bucket whose raw samples are gone
   */
  public static RangePlan of(TimeRange range, RollupCoverage coverage, long samplesUpToMicros) {
    return of(range, coverage, samplesUpToMicros, true);
  }

  /** The same, but from quarter hours where it would be from days. */
  public static RangePlan withoutDays(
      TimeRange range, RollupCoverage coverage, long samplesUpToMicros) {
    return of(range, coverage, samplesUpToMicros, false);
  }

  private static RangePlan of(
      TimeRange range, RollupCoverage coverage, long samplesUpToMicros, boolean withDays) {
    long start = range.startMicros();
    long end = range.endMicros();
    requireWholeBuckets(range, coverage.horizonMicros());

    List<Part> parts = new ArrayList<>(5);
    long firstDay = DAY.ceiling(start);
    long daysEnd = Math.min(DAY.floor(end), coverage.daysBelowMicros());
    boolean isShort = end - start <= samplesUpToMicros && start >= coverage.horizonMicros();
    if (isShort || !withDays || firstDay >= daysEnd) {
      addWithoutDays(parts, start, end, coverage, samplesUpToMicros);
    } else {
      addWithoutDays(parts, start, firstDay, coverage, samplesUpToMicros);
      add(parts, Source.DAYS, firstDay, daysEnd);
      addWithoutDays(parts, daysEnd, end, coverage, samplesUpToMicros);
    }
    return new RangePlan(parts);
  }

  /** Of the parts: plans that have the same are of one shape. */
  public List<Source> sources() {
    return parts.stream().map(Part::source).toList();
  }

  /**
   * Where a part starts, in microseconds since 1970; behind the last one, where that ends.
   *
   * @param number from 0 to the number of parts
   */
  public long moment(int number) {
    return number < parts.size()
        ? parts.get(number).startMicros()
        : parts.get(number - 1).endMicros();
  }

  private static void addWithoutDays(
      List<Part> parts, long start, long end, RollupCoverage coverage, long samplesUpToMicros) {
    long firstQuarter = QUARTER_HOUR.ceiling(start);
    long quartersEnd = Math.min(QUARTER_HOUR.floor(end), coverage.quarterHoursBelowMicros());
    boolean isShort = end - start <= samplesUpToMicros && start >= coverage.horizonMicros();
    if (isShort || firstQuarter >= quartersEnd) {
      add(parts, Source.RAW, start, end);
    } else {
      add(parts, Source.RAW, start, firstQuarter);
      add(parts, Source.QUARTER_HOURS, firstQuarter, quartersEnd);
      add(parts, Source.RAW, quartersEnd, end);
    }
  }

  private static void add(List<Part> parts, Source source, long start, long end) {
    if (start < end) {
      parts.add(new Part(source, start, end));
    }
  }

  /**
   * Below the horizon only whole buckets are left.
   *
   * @throws UnanswerableRangeException a bound cuts one
   */
  public static void requireWholeBuckets(TimeRange range, long horizon) {
    List<Cut> cuts = new ArrayList<>(2);
    addIfCut(cuts, Bound.START, range.startMicros(), horizon);
    addIfCut(cuts, Bound.END, range.endMicros(), horizon);
    if (!cuts.isEmpty()) {
      throw new UnanswerableRangeException(EpochMicros.toInstant(horizon), cuts);
    }
  }

  private static void addIfCut(List<Cut> cuts, Bound bound, long moment, long horizon) {
    // Up to 1970 there are no samples.
    if (0 < moment && moment < horizon && !QUARTER_HOUR.isAligned(moment)) {
      cuts.add(
          new Cut(
              bound,
              EpochMicros.toInstant(QUARTER_HOUR.floor(moment)),
              EpochMicros.toInstant(QUARTER_HOUR.ceiling(moment))));
    }
  }
}
