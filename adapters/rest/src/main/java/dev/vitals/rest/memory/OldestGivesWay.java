package dev.vitals.rest.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes that some holders keep together. Beyond it the one that came first has to give
 * its up: were newcomers refused instead, those that stand still would stop all the rest. For any
 * number of threads.
 *
 * @param <T> a holder, told from others by equality
 */
public final class OldestGivesWay<T> {
  private final long mostBytes;
  private final Map<T, Integer> bytesByHolder = new LinkedHashMap<>();
  private long bytes;

  public OldestGivesWay(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  public synchronized void add(T holder, int length) {
    bytesByHolder.put(holder, length);
    bytes += length;
  }

  /** Nothing happens to one that has been taken. */
  public synchronized void remove(T holder) {
    Integer length = bytesByHolder.remove(holder);
    bytes -= length == null ? 0 : length;
  }

  /**
   * The oldest, which is counted no longer; null if there is room for all. A single holder is never
   * taken: whatever it keeps, nobody else does.
   */
  public synchronized @Nullable T takeIfTooMuch() {
    if (bytes <= mostBytes || bytesByHolder.size() == 1) {
      return null;
    }
    Iterator<Map.Entry<T, Integer>> entries = bytesByHolder.entrySet().iterator();
    Map.Entry<T, Integer> oldest = entries.next();
    T holder = oldest.getKey();
    bytes -= oldest.getValue();
    entries.remove();
    return holder;
  }
}
