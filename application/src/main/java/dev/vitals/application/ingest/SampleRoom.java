package dev.vitals.application.ingest;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many samples are in memory at once: being read, waiting, and being committed. Nobody
 * waits for room, so nobody waits for somebody who waits. For any number of threads.
 */
final class SampleRoom {
  /** Of a body: about as much as the sample takes that is read from them. */
  private static final int BYTES_OF_A_SAMPLE = 100;

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

  /** How much of bodies there is room for, if of nothing else. */
  long bytes() {
    return (long) size * BYTES_OF_A_SAMPLE;
  }

  /** The room that so much of a body takes, in samples. */
  static int ofBytes(int bytes) {
    return (bytes + BYTES_OF_A_SAMPLE - 1) / BYTES_OF_A_SAMPLE;
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
