package dev.vitals.bench.rig;

/** This machine lacks what the bench needs. The message says what, in a line for who runs it. */
public final class NotMeasurableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotMeasurableException(String message) {
    super(message);
  }
}
