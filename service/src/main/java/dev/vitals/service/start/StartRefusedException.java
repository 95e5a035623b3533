package dev.vitals.service.start;

import org.jspecify.annotations.Nullable;

/** A start that cannot work. The message is one line that says what to change. */
public final class StartRefusedException extends RuntimeException {
  public StartRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
