package dev.vitals.rest;

import java.time.Duration;

/**
 * What one request may take of us.
 *
 * @param maxBodyBytes of a body, before decoding and after
 * @param bodyTimeout for a body to arrive, from when its headers are there
 */
public record RestLimits(long maxBodyBytes, Duration bodyTimeout) {
  public RestLimits {
    if (maxBodyBytes <= 0 || bodyTimeout.isZero() || bodyTimeout.isNegative()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
