package dev.vitals.bench.code;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import java.util.SplittableRandom;

/** Samples as devices send them: some users, each with ascending moments. */
final class Batches {
  private static final int MOMENTS = 10;
  private static final long START_MICROS = 1_767_225_600_000_000L;
  private static final long STEP_MICROS = 1_000_000;

  private Batches() {}

  /** Sorted, as one request is. */
  static SampleBatch ascending(int records, int firstUser) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, records);
    for (int row = 0; row < records; row++) {
      builder.add(
          firstUser + row / MOMENTS,
          START_MICROS + row % MOMENTS * STEP_MICROS,
          60 + row % 40,
          row % 100,
          1_250);
    }
    return builder.build();
  }

  /** The same in an order without any runs, the worst there is. */
  static SampleBatch shuffled(int records) {
    int[] rows = new int[records];
    SplittableRandom random = new SplittableRandom(1);
    for (int row = 0; row < records; row++) {
      int other = random.nextInt(row + 1);
      rows[row] = rows[other];
      rows[other] = row;
    }
    return ascending(records, 1).rows(rows);
  }
}
