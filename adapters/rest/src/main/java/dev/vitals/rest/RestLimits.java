package dev.vitals.rest;

import java.time.Duration;

/**
 * What one request may take of us.
 *
 * @param maxBodyBytes of a body, before decoding and after
 * @param bodyTimeout for a body to arrive, from when its headers are there
 * @param discardTime for the rest of a body that was answered before it was read
 */
public record RestLimits(long maxBodyBytes, Duration bodyTimeout, Duration discardTime) {
  public RestLimits {
    if (maxBodyBytes <= 0 || bodyTimeout.isNegative() || bodyTimeout.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
