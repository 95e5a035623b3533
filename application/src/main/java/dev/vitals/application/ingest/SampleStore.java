package dev.vitals.application.ingest;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.SampleBatch;

/**
 * Keeps samples, one a (user, timestamp).
 *
 * <p>Range: timestamps from 1970 to 2255, to the microsecond.
 *
 * <p>Merging: a key that is new is added. Of a key that is there, each value the batch carries
 * replaces the stored one and each value it does not carry stays. Storing a batch again changes
 * nothing, so a caller who got no answer may send it again.
 *
 * <p>Durability: when {@link #store} returns, the batch is committed: it survives the death of this
 * process and of the store's, and every read that begins afterwards sees it. When it throws, all of
 * the batch is stored or none of it.
 *
 * <p>Threads: any number at once, the same keys included; batches that overlap in time take some
 * serial order. Calls block until committed or failed.
 */
public interface SampleStore {
  /**
   * @param batch {@linkplain SampleBatch#isCollapsed() collapsed}; may be empty
   * @throws IllegalArgumentException {@code batch} is not collapsed; nothing is stored
   * @throws ExpiredSamplesException some are of a time whose samples retention has dropped; nothing
   *     is stored
   * @throws StoreUnavailableException not this time, or nobody knows; sending it again is safe
   * @throws StoreRejectedException the store refuses the batch, and will again; nothing is stored
   */
  void store(SampleBatch batch);
}
