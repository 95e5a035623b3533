package dev.vitals.application.erase;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.time.TimeRange;

/**
 * Erases samples, and what was made of them.
 *
 * <p>Atomicity: a call is one transaction; to erase a user who has a name takes a second one, for
 * that and for what was written until then. A question sees all of each or nothing; a sample that
 * is written at the same time is either erased, or written behind it.
 *
 * <p>Durability: when a call returns, it is committed: the samples are in no answer any more, and
 * nothing that was summed up from them is kept. When it throws, nothing is erased, or nobody knows;
 * erasing again is harmless.
 *
 * <p>Threads: any number at once, other processes on the same store included. Calls block until
 * committed or failed.
 */
public interface SampleEraser {
  /**
   * Erases a user's samples of a range.
   *
   * @param userId negative stands for a name
   * @return how many samples there were, of those that are told only by summaries as well
   * @throws UnanswerableRangeException the range cuts a quarter hour whose samples retention has
   *     dropped, so that only what it adds up to is known
   * @throws StoreUnavailableException not this time, or nobody knows
   * @throws StoreRejectedException the store refuses, and will again
   */
  long erase(long userId, TimeRange range);

  /**
   * Erases all samples of a user, and its name if it has one: whoever sends that name again is
   * somebody new.
   *
   * @param userId negative stands for a name
   * @return how many samples there were, as of {@link #erase}
   * @throws StoreUnavailableException not this time, or nobody knows
   * @throws StoreRejectedException the store refuses, and will again
   */
  long eraseUser(long userId);

  /** Has what is under way fail soon, with nothing erased, and whatever comes. For any thread. */
  void stop();
}
