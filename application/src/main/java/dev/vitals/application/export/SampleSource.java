package dev.vitals.application.export;

import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;

/**
 * One user's samples as they are stored.
 *
 * <p>Shape: all of one moment, in order of time, each with the metrics asked for; those that carry
 * none of them are not told. Nothing is told twice, whatever fails.
 *
 * <p>Units: those of the metrics, in 10<sup>-decimals</sup>.
 *
 * <p>Freshness: includes every sample whose storing returned before the call.
 *
 * <p>Memory: the same for any number of samples. While the visitor holds up a call, the store is
 * held up too.
 *
 * <p>Threads: any number at once; each call takes something of the store that there is little of
 * until it returns, such as a connection.
 */
public interface SampleSource {
  /**
   * @param question whose range is within the years 0000 to 9999
   * @param stop makes a call that is under way, or waits for the store, throw soon
   * @throws RecipientGoneException as the visitor did; the store works for it no longer
   * @throws StoreUnavailableException the store gave no answer, or none any more; asking again is
   *     harmless
   * @throws StoreRejectedException the store refuses the question
   */
  void read(RangeQuestion question, SampleVisitor visitor, Stop stop);
}
