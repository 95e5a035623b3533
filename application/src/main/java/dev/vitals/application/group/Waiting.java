package dev.vitals.application.group;

import java.util.concurrent.CompletableFuture;

/**
 * Something to be done together with others, and what comes of it. For any number of threads.
 *
 * @param <R> what it is told if it succeeds
 */
public abstract class Waiting<R> {
  private final long sinceNanos = System.nanoTime();
  private final CompletableFuture<R> outcome = new CompletableFuture<>();

  /** How much of a group it is. */
  protected abstract int weight();

  /**
   * Completed once, by the thread that has done it: whoever hangs on to it must not wait for
   * anything.
   */
  public CompletableFuture<R> outcome() {
    return outcome;
  }

  public void succeed(R result) {
    outcome.complete(result);
  }

  public void fail(Throwable failure) {
    outcome.completeExceptionally(failure);
  }

  /** Since it was made. */
  protected long waitedNanos() {
    return System.nanoTime() - sinceNanos;
  }
}
