package dev.vitals.domain.series;

import java.time.Instant;

/**
 * Buckets that can no longer be told exactly: one begins within a quarter hour of which only the
 * summary is left. Answers are exact or not given.
 */
public final class UnanswerableBucketException extends RuntimeException {
  private final transient Instant horizon;

  UnanswerableBucketException(Instant horizon) {
    super("a bucket cuts a quarter hour below the horizon");
    this.horizon = horizon;
  }

  /** Below it there are no raw samples. */
  public Instant horizon() {
    return horizon;
  }
}
