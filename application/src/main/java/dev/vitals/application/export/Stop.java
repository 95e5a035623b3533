package dev.vitals.application.export;

import java.util.concurrent.CompletableFuture;

/** Asks whoever does some work for long to leave it. For any number of threads. */
public final class Stop {
  private final CompletableFuture<Boolean> asked = new CompletableFuture<>();

  /** Returns when all have been told; there is no way back. */
  public void ask() {
    asked.complete(true);
  }

  public boolean isAsked() {
    return asked.isDone();
  }

  /**
   * Has something done when it is asked, by the thread that asks; at once if it was before.
   *
   * @param how unblocks what is under way; what it throws nobody learns
   */
  public void whenAsked(Runnable how) {
    CompletableFuture<Void> unused = asked.thenAccept(yes -> how.run());
  }
}
