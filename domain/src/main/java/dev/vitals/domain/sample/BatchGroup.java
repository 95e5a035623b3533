package dev.vitals.domain.sample;

import dev.vitals.domain.metric.MetricCatalogue;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Batches that are stored together, in the order they came, and yet each of them is told what it
 * would have been told alone. Most keys are in one of them only. Of the others it matters which
 * batch came first, and what was there between it and the next: so they are stored in two steps.
 */
public final class BatchGroup {
  private final int batches;
  private final SampleBatch all;

  /** Of each row of {@link #all}. */
  private final int[] batchOf;

  /** Rows of {@link #all} by key, and those of one key as they came. */
  private final int[] order;

  private final SampleBatch first;
  private final SampleBatch later;

  /**
   * @param batches collapsed, each of them; at least one
   * @throws IllegalArgumentException they are of different catalogues
   */
  public BatchGroup(List<SampleBatch> batches) {
    MetricCatalogue catalogue = batches.get(0).catalogue();
    if (!batches.stream().allMatch(batch -> batch.catalogue().equals(catalogue))) {
      throw new IllegalArgumentException("batches of different metrics");
    }
    this.batches = batches.size();
    this.all = concatenated(batches);
    this.batchOf = batchOf(batches, all.size());
    if (all.isCollapsed()) {
      order = IntStream.range(0, all.size()).toArray();
      first = all;
      later = all.rows();
    } else {
      order = SampleOrder.of(all);
      SampleBatchBuilder ofFirst = new SampleBatchBuilder(all.catalogue(), all.size());
      SampleBatchBuilder ofLater = new SampleBatchBuilder(all.catalogue(), 0);
      for (int i = 0; i < order.length; i++) {
        if (startsKey(i)) {
          ofFirst.append(all, order[i]);
        } else if (startsKey(i - 1)) {
          ofLater.append(all, order[i]);
        } else {
          ofLater.overlayLast(all, order[i]);
        }
      }
      first = ofFirst.build();
      later = ofLater.build();
    }
  }

  /** Every key once, with what the first batch that has it carries. Collapsed. */
  public SampleBatch first() {
    return first;
  }

  /**
   * The keys that more than one batch has, with what all but the first of those carry: stored
   * behind {@link #first()}, it makes the group complete. Collapsed.
   */
  public SampleBatch later() {
    return later;
  }

  /** The same where {@link #later()} is empty, so that there was one step. */
  public List<StoredKeys> outcomes(Outcome[] ofFirst) {
    return outcomes(ofFirst, later);
  }

  /**
   * What each batch is told, in their order.
   *
   * @param ofFirst what became of each row of {@link #first()}
   * @param between of each key of {@link #later()} what is stored behind the one and before the
   *     other
   */
  public List<StoredKeys> outcomes(Outcome[] ofFirst, SampleBatch between) {
    int[] added = new int[batches];
    int[] changed = new int[batches];
    int[] unchanged = new int[batches];
    SampleBatchBuilder stored = new SampleBatchBuilder(all.catalogue(), between.size());
    int keys = 0;
    for (int i = 0; i < order.length; i++) {
      Outcome outcome;
      if (startsKey(i)) {
        outcome = ofFirst[keys++];
      } else {
        if (startsKey(i - 1)) {
          stored.append(between, stored.size());
        }
        outcome = stored.overlayLast(all, order[i]) ? Outcome.CHANGED : Outcome.UNCHANGED;
      }
      int batch = batchOf[order[i]];
      switch (outcome) {
        case NEW -> added[batch]++;
        case CHANGED -> changed[batch]++;
        case UNCHANGED -> unchanged[batch]++;
      }
    }
    return IntStream.range(0, batches)
        .mapToObj(batch -> new StoredKeys(added[batch], changed[batch], unchanged[batch]))
        .toList();
  }

  private boolean startsKey(int i) {
    return i == 0 || all.compareKeys(order[i - 1], order[i]) != 0;
  }

  private static SampleBatch concatenated(List<SampleBatch> batches) {
    if (batches.size() == 1) {
      return batches.get(0);
    }
    SampleBatchBuilder builder =
        new SampleBatchBuilder(
            batches.get(0).catalogue(), batches.stream().mapToInt(SampleBatch::size).sum());
    batches.forEach(builder::append);
    return builder.build();
  }

  private static int[] batchOf(List<SampleBatch> batches, int rows) {
    int[] batchOf = new int[rows];
    int row = 0;
    for (int batch = 0; batch < batches.size(); batch++) {
      int end = row + batches.get(batch).size();
      Arrays.fill(batchOf, row, end, batch);
      row = end;
    }
    return batchOf;
  }
}
