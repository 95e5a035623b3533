package dev.vitals.service.configuration;

import org.jspecify.annotations.Nullable;

/**
 * A variable that config.yml uses has no usable value. The message names it and never its value.
 */
public final class UnusableVariableException extends RuntimeException {
  UnusableVariableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
