package dev.vitals.domain.series;

import java.util.Optional;

/** A range has more buckets than are answered at once. */
public final class TooManyBucketsException extends RuntimeException {
  private final long number;
  private final int most;
  private final transient Optional<BucketWidth> coarser;

  TooManyBucketsException(long number, int most, Optional<BucketWidth> coarser) {
    super("too many buckets");
    this.number = number;
    this.most = most;
    this.coarser = coarser;
  }

  /** About how many. */
  public long number() {
    return number;
  }

  public int most() {
    return most;
  }

  /** The shortest of the usual ones of which there are few enough. */
  public Optional<BucketWidth> coarser() {
    return coarser;
  }
}
