package dev.vitals.timescale.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is made of some metrics, kept for the next time. Callers choose metrics, and there are more
 * choices than can be kept: when it is full it begins anew. For any number of threads.
 */
public final class MadeOnce<K, V> {
  private final int most;
  private final Function<K, V> maker;
  private final Map<K, V> made = new ConcurrentHashMap<>();

  /**
   * @param most about how many are kept
   */
  public MadeOnce(int most, Function<K, V> maker) {
    this.most = most;
    this.maker = maker;
  }

  public V of(K key) {
    if (made.size() > most) {
      made.clear();
    }
    return made.computeIfAbsent(key, maker);
  }
}
