package dev.vitals.application.ingest;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import java.util.List;

/**
 * Keeps samples, one a (user, timestamp).
 *
 * <p>Range: timestamps from 1970 to 2255, to the microsecond.
 *
 * <p>Merging: a key that is new is added. Of a key that is there, each value the batch carries
 * replaces the stored one and each value it does not carry stays. Storing a batch again changes
 * nothing, so a caller who got no answer may send it again.
 *
 * <p>Durability: when {@link #store} returns, the batches are committed: they survive the death of
 * this process and of the store's, and every read that begins afterwards sees them. When it throws,
 * all of them are stored or nothing is.
 *
 * <p>Order: batches of one call are stored in the order given. Calls that overlap in time take some
 * serial order, those for the same keys included.
 *
 * <p>Outcome: each batch is told what became of its keys at its place in that order, exactly:
 * {@link Outcome#NEW} if neither the store nor a batch before it had the key, {@link
 * Outcome#CHANGED} if the batch carries a value that was another one before it or none, else {@link
 * Outcome#UNCHANGED}.
 *
 * <p>Threads: any number at once. Calls block until committed or failed.
 */
public interface SampleStore {
  /**
   * @param batches {@linkplain SampleBatch#isCollapsed() collapsed}, each of them; may be empty
   * @return what each batch is told, in their order
   * @throws IllegalArgumentException one is not collapsed, or they are of different catalogues;
   *     nothing is stored
   * @throws ExpiredSamplesException some are of a time whose samples retention has dropped; nothing
   *     is stored
   * @throws StoreUnavailableException not this time, or nobody knows; sending it again is safe
   * @throws StoreRejectedException the store refuses them, and will again; nothing is stored
   */
  List<StoredKeys> store(List<SampleBatch> batches);

  /** Stores one batch, in the same way. */
  default StoredKeys store(SampleBatch batch) {
    return store(List.of(batch)).get(0);
  }
}
