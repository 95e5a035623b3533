package dev.vitals.application.ingest;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many samples are in memory at once: being read, waiting, and being committed. Nobody
 * waits for room, so nobody waits for somebody who waits. For any number of threads.
 */
final class SampleRoom {
  private final int size;
  private final AtomicInteger taken = new AtomicInteger();

  /**
   * @param size in samples
   */
  SampleRoom(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size must be positive");
    }
    this.size = size;
  }

  int size() {
    return size;
  }

  int taken() {
    return taken.get();
  }

  /**
   * @throws QueueFullException there is less; nothing is taken
   */
  void take(int samples) {
    if (taken.addAndGet(samples) > size) {
      taken.addAndGet(-samples);
      throw new QueueFullException();
    }
  }

  void giveBack(int samples) {
    taken.addAndGet(-samples);
  }
}
