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
 * How a range is answered: raw samples at its edges, quarter hours within, days in the middle.
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
   * @throws UnanswerableRangeException a bound cuts a bucket whose raw samples are gone
   */
  public static RangePlan of(TimeRange range, RollupCoverage coverage) {
    long start = range.startMicros();
    long end = range.endMicros();
    requireWholeBuckets(start, end, coverage.horizonMicros());

    long firstQuarter = QUARTER_HOUR.ceiling(start);
    long quartersEnd = Math.min(QUARTER_HOUR.floor(end), coverage.quarterHoursBelowMicros());
    if (firstQuarter >= quartersEnd) {
      return new RangePlan(List.of(new Part(Source.RAW, start, end)));
    }
    List<Part> parts = new ArrayList<>(5);
    add(parts, Source.RAW, start, firstQuarter);
    long firstDay = DAY.ceiling(firstQuarter);
    long daysEnd = Math.min(DAY.floor(quartersEnd), coverage.daysBelowMicros());
    if (firstDay >= daysEnd) {
      add(parts, Source.QUARTER_HOURS, firstQuarter, quartersEnd);
    } else {
      add(parts, Source.QUARTER_HOURS, firstQuarter, firstDay);
      add(parts, Source.DAYS, firstDay, daysEnd);
      add(parts, Source.QUARTER_HOURS, daysEnd, quartersEnd);
    }
    add(parts, Source.RAW, quartersEnd, end);
    return new RangePlan(parts);
  }

  private static void add(List<Part> parts, Source source, long start, long end) {
    if (start < end) {
      parts.add(new Part(source, start, end));
    }
  }

  /** Below the horizon only whole buckets are left. */
  private static void requireWholeBuckets(long start, long end, long horizon) {
    List<Cut> cuts = new ArrayList<>(2);
    addIfCut(cuts, Bound.START, start, horizon);
    addIfCut(cuts, Bound.END, end, horizon);
    if (!cuts.isEmpty()) {
      throw new UnanswerableRangeException(EpochMicros.toInstant(horizon), cuts);
    }
  }

  private static void addIfCut(List<Cut> cuts, Bound bound, long moment, long horizon) {
    if (moment < horizon && !QUARTER_HOUR.isAligned(moment)) {
      cuts.add(
          new Cut(
              bound,
              EpochMicros.toInstant(QUARTER_HOUR.floor(moment)),
              EpochMicros.toInstant(QUARTER_HOUR.ceiling(moment))));
    }
  }
}
