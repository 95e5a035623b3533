package dev.vitals.domain.series;

import java.util.Arrays;

/**
 * Stretches of time that ascend and are disjoint, each within one bucket and of whole rows of a
 * rollup.
 */
public final class Windows {
  private long[] numbers = new long[16];
  private long[] starts = new long[16];
  private long[] ends = new long[16];
  private int size;

  Windows() {}

  /** Unless it is empty. */
  void add(int bucket, long startMicros, long endMicros) {
    if (startMicros >= endMicros) {
      return;
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }
    numbers[size] = bucket + 1L;
    starts[size] = startMicros;
    ends[size] = endMicros;
    size++;
  }

  public int size() {
    return size;
  }

  /** Of each window's bucket, from 1. */
  public long[] numbers() {
    return Arrays.copyOf(numbers, size);
  }

  /** In microseconds since 1970. */
  public long[] starts() {
    return Arrays.copyOf(starts, size);
  }

  /** In microseconds since 1970; do not belong to them. */
  public long[] ends() {
    return Arrays.copyOf(ends, size);
  }
}
