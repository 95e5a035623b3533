package dev.vitals.rest.connection;

import java.time.Duration;

/**
 * What is read of a connection beside what is wanted of it.
 *
 * @param maxFramingBytes of the lengths, extensions and trailers of one body in chunks
 * @param maxDiscardedBytes of a body that was answered before it was read
 * @param discardTime for such a body, from the answer on
 */
public record ConnectionLimits(long maxFramingBytes, long maxDiscardedBytes, Duration discardTime) {
  /** Of a connection that is being made. */
  static final ConnectionLimits NONE =
      new ConnectionLimits(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofDays(1));

  public ConnectionLimits {
    if (maxFramingBytes <= 0
        || maxDiscardedBytes <= 0
        || discardTime.isZero()
        || discardTime.isNegative()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
