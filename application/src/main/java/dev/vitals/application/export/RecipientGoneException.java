package dev.vitals.application.export;

/** Whoever samples are told to cannot take them any more. No fault of ours or of the store's. */
public final class RecipientGoneException extends RuntimeException {
  public RecipientGoneException(Throwable cause) {
    super("the recipient is gone", cause);
  }
}
