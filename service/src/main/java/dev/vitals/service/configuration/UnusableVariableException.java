package dev.vitals.service.configuration;

/**
 * A variable that config.yml uses has no usable value. The message names it and never its value.
 */
public final class UnusableVariableException extends RuntimeException {
  UnusableVariableException(String message) {
    super(message);
  }

  UnusableVariableException(String message, Throwable cause) {
    super(message, cause);
  }
}
