package dev.vitals.application.query;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.series.UnanswerableBucketException;
import dev.vitals.domain.summary.Summary;
import java.util.List;

/**
 * Aggregates of one user's samples by buckets.
 *
 * <p>Shape, units, freshness and threads are those of {@link SummarySource}. Each bucket is exact,
 * and all are of one moment: together they are the summary of the range.
 */
public interface SeriesSource {
  /**
   * @return a summary a bucket, in their order; {@linkplain Summary#isEmpty() empty} ones for
   *     buckets without samples
   * @throws UnanswerableRangeException an end of the range cuts a quarter hour whose samples are
   *     dropped by retention
   * @throws UnanswerableBucketException another bound does
   * @throws StoreUnavailableException no answer this time; asking again is harmless
   * @throws StoreRejectedException the store refuses the question
   */
  List<Summary> series(SeriesQuestion question);
}
