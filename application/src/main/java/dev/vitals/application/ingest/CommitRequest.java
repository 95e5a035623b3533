package dev.vitals.application.ingest;

import dev.vitals.application.group.Waiting;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A batch that waits for its commit. */
final class CommitRequest extends Waiting<StoredKeys> {
  /** Before that it is not asked whether the caller is still there: that takes system calls. */
  private static final long LONG_WAIT_NANOS = Duration.ofMillis(100).toNanos();

  private final SampleBatch batch;
  private final BooleanSupplier isCallerGone;

  /**
   * @param batch collapsed
   */
  CommitRequest(SampleBatch batch, BooleanSupplier isCallerGone) {
    this.batch = batch;
    this.isCallerGone = isCallerGone;
  }

  SampleBatch batch() {
    return batch;
  }

  /** In samples. */
  @Override
  protected int weight() {
    return batch.size();
  }

  /** Whether nobody is there any more to be told, so that it may as well not be stored. */
  boolean isAbandoned() {
    return waitedNanos() > LONG_WAIT_NANOS && isCallerGone.getAsBoolean();
  }
}
