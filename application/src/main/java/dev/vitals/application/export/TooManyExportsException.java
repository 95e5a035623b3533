package dev.vitals.application.export;

/** As many exports are under way as there may be. Asking later is harmless. */
public final class TooManyExportsException extends RuntimeException {
  public TooManyExportsException() {
    super("too many exports", null, false, false);
  }
}
