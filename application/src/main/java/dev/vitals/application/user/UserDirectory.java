package dev.vitals.application.user;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.user.UserId;
import java.util.Collection;
import java.util.Map;

/**
 * Keeps by which number the samples of each named user are stored: one from {@link
 * UserId#LEAST_OF_NAMES} to -1, the same for ever, and no other name's. Numbers are told to no
 * client.
 *
 * <p>Names are compared character by character and may be any that {@link UserId} admits.
 *
 * <p>Durability: what {@link #findOrAdd} returns is committed: it survives the death of this
 * process and of the store's.
 *
 * <p>Threads: any number at once, other processes on the same store included. {@link #remembered}
 * does not wait for anything, the others block until answered or failed.
 */
public interface UserDirectory {
  /** What is in memory: a name's number, or {@link UserId#NOBODY} if the store has to be asked. */
  long remembered(String name);

  /**
   * @return of those names that there are; of the others nothing
   * @throws StoreUnavailableException no answer this time; asking again is harmless
   * @throws StoreRejectedException the store refuses the question
   */
  Map<String, Long> find(Collection<String> names);

  /**
   * Adds those that there are not.
   *
   * @return of all of them
   * @throws StoreUnavailableException not this time, or nobody knows; asking again is safe
   * @throws StoreRejectedException the store refuses some, and will again; none is added
   */
  Map<String, Long> findOrAdd(Collection<String> names);
}
