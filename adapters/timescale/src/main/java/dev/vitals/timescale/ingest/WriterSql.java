package dev.vitals.timescale.ingest;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.WriterLock;
import java.util.Arrays;
import java.util.List;

/**
 * The texts of what writers ask, for samples that carry some metrics: the others are not named. The
 * same text each time is what the driver and the server have prepared.
 *
 * @param enterMergeRecentAndCommit one round trip for all there is to do
 * @param readStored as {@link ColumnarRows} has it
 * @param enterAndReadStored the same behind what keeps others out, in one round trip
 */
record WriterSql(
    String copy,
    String merge,
    String mergeAndCommit,
    String mergeMarkAndCommit,
    String enterMergeRecentAndCommit,
    String readStored,
    String enterAndReadStored) {

  /** One round trip, and three statements still: the last one sees what was committed before it. */
  static final String ENTER =
      WriterLock.ENTER_AS_WRITER
          + "; select "
          + RollupState.COLUMNS
          + " from health_metrics_rollup_state";

  static final String MARK_AND_COMMIT = LateMarks.OF_DAYS + "; commit";

  /** Each made once. For any number of threads. */
  static final class Texts {
    /** More than a service meets, unless somebody tries them all. */
    private static final int MOST = 500;

    private final MadeOnce<List<Metric>, WriterSql> texts = new MadeOnce<>(MOST, WriterSql::of);

    /** For the metrics that a batch carries, in their order. */
    WriterSql of(SampleBatch batch) {
      return texts.of(Arrays.stream(batch.carried()).mapToObj(batch.catalogue()::metric).toList());
    }
  }

  private static WriterSql of(List<Metric> metrics) {
    String merge = Merge.of(metrics);
    String readStored = ColumnarRows.stored(metrics);
    return new WriterSql(
        CopyRows.sql(metrics),
        merge,
        merge + "; commit",
        LateMarks.behind(merge) + "; commit",
        ENTER + "; " + Merge.ofRecent(metrics) + "; commit",
        readStored,
        ColumnarRows.ENTER + ";" + readStored);
  }
}
