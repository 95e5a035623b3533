package dev.vitals.application.ingest;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.domain.sample.BatchGroup;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Stores in memory what it is let to, and keeps what it was given, as a batch a call. */
final class GatedStore implements SampleStore {
  final InMemorySamples samples = new InMemorySamples();
  private final List<SampleBatch> batches = new CopyOnWriteArrayList<>();
  private final Semaphore turns = new Semaphore(0);
  private volatile Consumer<SampleBatch> refusal = batch -> {};

  @Override
  public List<StoredKeys> store(List<SampleBatch> group) {
    SampleBatch batch = new BatchGroup(group).first();
    batches.add(batch);
    turns.acquireUninterruptibly();
    refusal.accept(batch);
    return samples.store(group);
  }

  /** From now on, throws for some batches. */
  void refuse(Consumer<SampleBatch> refusal) {
    this.refusal = refusal;
  }

  void letThrough(int count) {
    turns.release(count);
  }

  /** Whatever comes. */
  void open() {
    turns.release(1_000_000);
  }

  List<SampleBatch> batches() {
    return batches;
  }

  void awaitBatches(int count) {
    while (batches.size() < count) {
      Thread.onSpinWait();
    }
  }
}
