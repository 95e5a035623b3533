package dev.vitals.application.ingest;

/**
 * Our clock is known to be wrong, and a timestamp lies outside of what it lets through: whether it
 * is too old or too new nobody can say now. Nothing is stored; sending it again later is safe.
 */
public final class UnsureClockException extends RuntimeException {
  public UnsureClockException() {
    // Thrown for each request while it lasts, and tells all it knows.
    super("our clock is wrong", null, false, false);
  }
}
