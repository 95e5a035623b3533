package dev.vitals.application.group;

import java.util.concurrent.CompletionException;

/** What outcomes fail with. */
public final class Failures {
  private Failures() {}

  /** Without what a CompletableFuture wraps it in, for those that hang on to another. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
