package dev.vitals.domain.rollup;

/**
 * The widths of the buckets there are, aligned to 1970-01-01T00:00:00Z.
 *
 * <p>A quarter of an hour, because every zone's offset of today is a multiple of it: the local days
 * of India or Nepal are made of whole buckets too.
 */
public enum RollupLevel {
  QUARTER_HOUR(900_000_000L),
  DAY(86_400_000_000L);

  private final long micros;

  RollupLevel(long micros) {
    this.micros = micros;
  }

  /** The start of the bucket that holds the moment, both in microseconds since 1970. */
  public long floor(long epochMicros) {
    return Math.floorDiv(epochMicros, micros) * micros;
  }

  /** The moment itself if a bucket starts there, or else the start of the next one. */
  public long ceiling(long epochMicros) {
    return -floor(-epochMicros);
  }

  public boolean isAligned(long epochMicros) {
    return floor(epochMicros) == epochMicros;
  }
}
