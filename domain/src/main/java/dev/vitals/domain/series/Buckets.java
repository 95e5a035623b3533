package dev.vitals.domain.series;

import dev.vitals.domain.time.TimeRange;

/** A range cut into buckets that ascend, are disjoint, and cover it. */
public final class Buckets {
  private final TimeRange range;
  private final long[] bounds;

  /**
   * @param bounds as {@link #bounds()}; not copied
   */
  Buckets(TimeRange range, long[] bounds) {
    this.range = range;
    this.bounds = bounds;
  }

  public TimeRange range() {
    return range;
  }

  public int size() {
    return bounds.length - 1;
  }

  /**
   * In microseconds since 1970, ascending: where each begins, and where the last one ends. Not a
   * copy: do not write to it.
   */
  public long[] bounds() {
    return bounds;
  }

  /** In microseconds since 1970. */
  public long start(int bucket) {
    return bounds[bucket];
  }

  /** In microseconds since 1970; does not belong to it. */
  public long end(int bucket) {
    return bounds[bucket + 1];
  }
}
