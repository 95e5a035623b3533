package dev.vitals.domain.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Moments as microseconds since 1970-01-01T00:00:00Z, the precision PostgreSQL keeps. What is finer
 * is cut, towards the past.
 */
public final class EpochMicros {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private EpochMicros() {}

  /**
   * @throws ArithmeticException more than some 292,000 years from 1970
   */
  public static long of(Instant moment) {
    return Math.addExact(
        Math.multiplyExact(moment.getEpochSecond(), MICROS_PER_SECOND),
        moment.getNano() / NANOS_PER_MICRO);
  }

  public static Instant toInstant(long epochMicros) {
    return Instant.EPOCH.plus(epochMicros, ChronoUnit.MICROS);
  }

  /** The moment as it is stored: to the microsecond. */
  public static Instant cut(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }
}
