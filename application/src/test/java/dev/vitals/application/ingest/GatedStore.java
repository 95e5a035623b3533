package dev.vitals.application.ingest;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.domain.sample.SampleBatch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Stores in memory what it is let to, and keeps the batches it was given. */
final class GatedStore implements SampleStore {
  final InMemorySamples samples = new InMemorySamples();
  private final List<SampleBatch> batches = new CopyOnWriteArrayList<>();
  private final Semaphore turns = new Semaphore(0);
  private volatile Consumer<SampleBatch> refusal = batch -> {};

  @Override
  public void store(SampleBatch batch) {
    batches.add(batch);
    turns.acquireUninterruptibly();
    refusal.accept(batch);
    samples.store(batch);
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
