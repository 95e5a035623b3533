package dev.vitals.domain.sample;

/**
 * The order of a batch's rows by (user, timestamp); rows with the same key keep their order.
 *
 * <p>A natural merge sort (Knuth, The Art of Computer Programming, vol. 3, 5.2.4, algorithm N) over
 * row numbers: it starts from the runs that are ascending already, and what devices send mostly is,
 * so a merge of k sorted requests takes n log k comparisons. {@code Arrays.sort} would need an
 * object a row for a comparator.
 */
final class SampleOrder {
  private SampleOrder() {}

  static int[] of(SampleBatch batch) {
    int size = batch.size();
    int[] order = new int[size];
    for (int row = 0; row < size; row++) {
      order[row] = row;
    }
    int[] target = new int[size];
    while (mergeNeighbours(batch, order, target) > 1) {
      int[] merged = target;
      target = order;
      order = merged;
    }
    return target;
  }

  /** Merges each run with the one behind it; returns how many runs come out. */
  private static int mergeNeighbours(SampleBatch batch, int[] source, int[] target) {
    int runs = 0;
    int start = 0;
    do {
      int middle = endOfRun(batch, source, start);
      int end = endOfRun(batch, source, middle);
      merge(batch, source, start, middle, end, target);
      start = end;
      runs++;
    } while (start < source.length);
    return runs;
  }

  /** The end, exclusive, of the ascending run that begins at {@code start}. */
  private static int endOfRun(SampleBatch batch, int[] order, int start) {
    if (start >= order.length) {
      return order.length;
    }
    int end = start + 1;
    while (end < order.length && batch.compareKeys(order[end - 1], order[end]) <= 0) {
      end++;
    }
    return end;
  }

  private static void merge(
      SampleBatch batch, int[] source, int start, int middle, int end, int[] target) {
    int left = start;
    int right = middle;
    for (int next = start; next < end; next++) {
      boolean takeLeft =
          right >= end || (left < middle && batch.compareKeys(source[left], source[right]) <= 0);
      target[next] = takeLeft ? source[left++] : source[right++];
    }
  }
}
