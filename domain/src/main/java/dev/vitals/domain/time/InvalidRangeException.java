package dev.vitals.domain.time;

/** A range that holds no moment. The message is fit for whoever asked. */
public final class InvalidRangeException extends IllegalArgumentException {
  public InvalidRangeException(String message) {
    super(message);
  }
}
