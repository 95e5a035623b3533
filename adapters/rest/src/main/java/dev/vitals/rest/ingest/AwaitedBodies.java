package dev.vitals.rest.ingest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what is in memory of bodies that wait for more. Beyond it the one that has sent nothing
 * for longest is given up: were others refused instead, fifty phones in a tunnel, each with half of
 * a megabyte sent, would keep everybody else from sending for a minute. For any number of threads.
 */
final class AwaitedBodies {
  private final long mostBytes;
  private final Map<ArrivingBody, Integer> bytesByBody = new LinkedHashMap<>();
  private long bytes;

  AwaitedBodies(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /**
   * @param length of the memory it has
   */
  void add(ArrivingBody body, int length) {
    synchronized (bytesByBody) {
      bytesByBody.put(body, length);
      bytes += length;
    }
  }

  /** It goes on, or has ended. */
  void remove(ArrivingBody body) {
    synchronized (bytesByBody) {
      Integer length = bytesByBody.remove(body);
      bytes -= length == null ? 0 : length;
    }
  }

  /** Not while a body is locked: those that are given up are. */
  void giveUpOldest() {
    for (ArrivingBody oldest = takeIfTooMuch(); oldest != null; oldest = takeIfTooMuch()) {
      oldest.giveUp();
    }
  }

  /** The one that waits longest; null if there is room for all. */
  private @Nullable ArrivingBody takeIfTooMuch() {
    synchronized (bytesByBody) {
      if (bytes <= mostBytes || bytesByBody.size() == 1) {
        return null;
      }
      Iterator<Map.Entry<ArrivingBody, Integer>> oldest = bytesByBody.entrySet().iterator();
      Map.Entry<ArrivingBody, Integer> entry = oldest.next();
      ArrivingBody body = entry.getKey();
      bytes -= entry.getValue();
      oldest.remove();
      return body;
    }
  }
}
