package dev.vitals.application.export;

/**
 * Counts exports, and what is sent of them.
 *
 * <p>Threads: any number at once; a call takes no time worth speaking of and throws nothing.
 */
public interface ExportMeter {
  /** For where nobody counts. */
  ExportMeter NONE = (outcome, samples, bytes, nanos) -> {};

  /**
   * @param samples that were told
   * @param bytes that were sent of them
   * @param nanos from its beginning; none if it was refused
   */
  void ended(ExportOutcome outcome, long samples, long bytes, long nanos);
}
