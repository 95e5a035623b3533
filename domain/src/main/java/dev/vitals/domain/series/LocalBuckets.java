package dev.vitals.domain.series;

import dev.vitals.domain.series.BucketWidth.Unit;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the buckets of a range begin and end.
 *
 * <p>A local day is from its midnight to the next, by {@link LocalDate#atStartOfDay(ZoneId)}: where
 * a clock skips midnight the day begins at its first moment, where midnight comes twice with the
 * first. So days have 23, 24, 24.5 or 25 hours, and one that a zone skipped is no bucket. Parts of
 * a day are counted from its midnight as time elapses; the last ends with the day.
 */
public final class LocalBuckets {
  private final TimeRange range;
  private final ZoneId zone;
  private final BucketWidth width;
  private final int most;
  private long[] bounds = new long[64];
  private int size;

  private LocalBuckets(TimeRange range, ZoneId zone, BucketWidth width, int most) {
    this.range = range;
    this.zone = zone;
    this.width = width;
    this.most = most;
  }

  /**
   * The first and the last are cut to the range.
   *
   * @param most how many
   * @throws TooManyBucketsException there are more
   */
  public static Buckets of(TimeRange range, ZoneId zone, BucketWidth width, int most) {
    LocalBuckets buckets = new LocalBuckets(range, zone, width, most);
    buckets.add(range.startMicros());
    buckets.addBeginnings();
    buckets.add(range.endMicros());
    return new Buckets(range, Arrays.copyOf(buckets.bounds, buckets.size));
  }

  private void addBeginnings() {
    LocalDate day = width.firstDay(range.start().atZone(zone).toLocalDate());
    long begin = midnight(day);
    while (begin < range.endMicros()) {
      LocalDate next = width.next(day);
      long nextBegin = midnight(next);
      addWithin(begin);
      if (width.unit() == Unit.PART_OF_DAY) {
        addParts(begin, nextBegin, width.minutes() * 60_000_000L);
      }
      day = next;
      begin = nextBegin;
    }
  }

  private void addParts(long midnight, long nextMidnight, long partMicros) {
    long end = Math.min(nextMidnight, range.endMicros());
    for (long begin = midnight + partMicros; begin < end; begin += partMicros) {
      addWithin(begin);
    }
  }

  private long midnight(LocalDate day) {
    return EpochMicros.of(day.atStartOfDay(zone).toInstant());
  }

  /** A day that was skipped begins where the next does, and some begin before the range. */
  private void addWithin(long bound) {
    if (bound > bounds[size - 1] && bound < range.endMicros()) {
      add(bound);
    }
  }

  private void add(long bound) {
    if (size > most) {
      throw tooMany();
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
    }
    bounds[size++] = bound;
  }

  private TooManyBucketsException tooMany() {
    Duration length = Duration.between(range.start(), range.end());
    Optional<BucketWidth> coarser =
        BucketWidth.USUAL.stream()
            // Two more, for both ends are cut.
            .filter(usual -> usual.numberIn(length) + 2 <= most)
            .findFirst();
    return new TooManyBucketsException(width.numberIn(length), most, coarser);
  }
}
