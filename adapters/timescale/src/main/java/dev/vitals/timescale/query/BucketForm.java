package dev.vitals.timescale.query;

/** How the rows of rollups get into the buckets of a series. */
public enum BucketForm {
  /** As they are: a bucket has no more than about one. */
  ROWS,

  /** Grouped by the number of their bucket. */
  GROUPS,

  /** The same, with days that a bound cuts from quarter hours. */
  GROUPS_BUT_CUT_DAYS,

  /**
   * Looked up bucket by bucket. For a table: a hypertable would look at its chunks, and decompress
   * their batches, for each of them.
   */
  WINDOWS
}
