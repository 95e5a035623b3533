package dev.vitals.domain.series;

/** A range has more buckets than are answered at once. */
public final class TooManyBucketsException extends RuntimeException {
  private final long number;
  private final int most;
  private final transient BucketWidth coarser;

  TooManyBucketsException(long number, int most, BucketWidth coarser) {
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

  /** One of which there are fewer; the shortest of the usual ones, or the longest there is. */
  public BucketWidth coarser() {
    return coarser;
  }
}
