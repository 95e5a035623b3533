package dev.vitals.application.export;

/**
 * It took longer than it may, or all are to end. Asking for less at once, or later, is harmless.
 */
public final class ExportStoppedException extends RuntimeException {
  public ExportStoppedException(Throwable cause) {
    super("the export was stopped", cause);
  }
}
