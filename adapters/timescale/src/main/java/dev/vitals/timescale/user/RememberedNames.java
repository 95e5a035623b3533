package dev.vitals.timescale.user;

import dev.vitals.domain.user.UserId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names used last, up to a number, and their numbers. For any number of threads.
 *
 * <p>In two halves: what is used goes into the young one, and when that is full it becomes the old
 * one, whose like before it is forgotten. Asked for once a record, this takes a look into one map
 * mostly. A cache that keeps the order of all uses took a tenth of the time of an ingest of a
 * hundred thousand users.
 */
final class RememberedNames {
  private final int half;
  private volatile Map<String, Long> young = new ConcurrentHashMap<>();
  private volatile Map<String, Long> old = new ConcurrentHashMap<>();

  /**
   * @param most how many are kept; at least two
   */
  RememberedNames(int most) {
    this.half = most / 2;
  }

  /** A name's number, or {@link UserId#NOBODY}. */
  long of(String name) {
    Long number = young.get(name);
    if (number == null) {
      number = old.get(name);
      if (number == null) {
        return UserId.NOBODY;
      }
      put(name, number);
    }
    return number;
  }

  void putAll(Map<String, Long> numbers) {
    numbers.forEach(this::put);
  }

  private void put(String name, Long number) {
    if (young.size() >= half) {
      turn();
    }
    young.put(name, number);
  }

  private synchronized void turn() {
    if (young.size() >= half) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  /** Those that have one of some numbers. */
  synchronized void remove(Set<Long> numbers) {
    old.values().removeIf(numbers::contains);
    young.values().removeIf(numbers::contains);
  }

  synchronized void forget() {
    old = new ConcurrentHashMap<>();
    young = new ConcurrentHashMap<>();
  }
}
