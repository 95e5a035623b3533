package dev.vitals.application.ingest;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A batch that waits for its commit, and whoever waits with it. */
final class CommitRequest {
  /** Before that it is not asked whether the caller is still there: that takes system calls. */
  private static final long LONG_WAIT_NANOS = Duration.ofMillis(100).toNanos();

  private final SampleBatch batch;
  private final BooleanSupplier isCallerGone;
  private final long sinceNanos = System.nanoTime();
  private final CompletableFuture<StoredKeys> outcome = new CompletableFuture<>();

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

  /** Whether nobody is there any more to be told, so that it may as well not be stored. */
  boolean isAbandoned() {
    return System.nanoTime() - sinceNanos > LONG_WAIT_NANOS && isCallerGone.getAsBoolean();
  }

  void succeed(StoredKeys keys) {
    outcome.complete(keys);
  }

  void fail(Throwable failure) {
    outcome.completeExceptionally(failure);
  }

  /** Whether the outcome is known within that time. */
  boolean isDecidedWithin(Duration time) {
    try {
      outcome.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      // Whoever stops the caller still has to wait for what becomes of the samples.
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Returns once it is committed, or throws what it failed with. */
  StoredKeys await() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }
}
