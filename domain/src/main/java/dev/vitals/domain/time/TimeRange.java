package dev.vitals.domain.time;

import java.time.Instant;

/**
 * Half-open: {@code start} belongs, {@code end} does not, so neighbours never share a sample.
 *
 * <p>Both ends are cut to microseconds, as the timestamps of samples are: a sample and a bound
 * given with the same digits stay the same moment.
 */
public record TimeRange(Instant start, Instant end) {
  /**
   * @throws InvalidRangeException unless {@code start} is before {@code end}
   */
  public TimeRange {
    start = EpochMicros.cut(start);
    end = EpochMicros.cut(end);
    if (!start.isBefore(end)) {
      throw new InvalidRangeException("start must be before end");
    }
  }

  public boolean contains(Instant moment) {
    return !moment.isBefore(start) && moment.isBefore(end);
  }

  public long startMicros() {
    return EpochMicros.of(start);
  }

  public long endMicros() {
    return EpochMicros.of(end);
  }
}
