package dev.vitals.application.query;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.latest.LatestValues;

/**
 * The newest values of one user's metrics.
 *
 * <p>Shape: exact, of each metric the value of the newest sample that carries it. All are of one
 * moment. Of samples that are kept: those that retention dropped have none.
 *
 * <p>Units, freshness and threads are those of {@link SummarySource}.
 */
public interface LatestSource {
  /**
   * @return a value a metric, or none where no sample carries it; {@linkplain
   *     LatestValues#hasSamples without samples} for an unknown user, which is no error
   * @throws StoreUnavailableException no answer this time; asking again is harmless
   * @throws StoreRejectedException the store refuses the question
   */
  LatestValues latest(LatestQuestion question);
}
