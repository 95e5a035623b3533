package dev.vitals.application.query;

import dev.vitals.domain.series.Buckets;
import dev.vitals.domain.summary.Summary;
import java.util.List;

/**
 * What one user's samples add up to in each of some buckets.
 *
 * @param summaries one a bucket; empty ones where there is no sample
 */
public record Series(Buckets buckets, List<Summary> summaries) {
  public Series {
    summaries = List.copyOf(summaries);
  }

  /** Whether none of them holds a sample. */
  public boolean isEmpty() {
    return summaries.stream().allMatch(Summary::isEmpty);
  }
}
