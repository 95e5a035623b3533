package dev.vitals.application.query;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import java.util.List;

/**
 * Aggregates of one user's samples.
 *
 * <p>Shape: exact, the aggregate over every sample stored for the user with a timestamp in the
 * range.
 *
 * <p>Units: those of the metrics asked for, in 10<sup>-decimals</sup>.
 *
 * <p>Freshness: includes every sample whose storing returned before the call.
 *
 * <p>Together: questions of one call share what asking costs, and are answered as if each had been
 * asked alone. When a call throws, none is answered.
 *
 * <p>Threads: any number at once; calls block until answered or timed out.
 */
public interface SummarySource {
  /**
   * @param questions whose ranges are within the years 0000 to 9999, about metrics that there are;
   *     may be empty
   * @return in their order; {@linkplain Summary#isEmpty() empty} for an unknown user or a range
   *     without samples, which is no error
   * @throws UnanswerableRangeException one cuts a bucket whose samples are dropped by retention
   * @throws StoreUnavailableException no answer this time; asking again is harmless
   * @throws StoreRejectedException the store refuses one, and will again
   */
  List<Summary> summarize(List<RangeQuestion> questions);

  /** Answers one question, in the same way. */
  default Summary summarize(long userId, TimeRange range, MetricCatalogue metrics) {
    return summarize(List.of(new RangeQuestion(userId, range, metrics))).get(0);
  }
}
