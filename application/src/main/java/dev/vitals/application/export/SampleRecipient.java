package dev.vitals.application.export;

/**
 * Who an export is for. Exactly one of {@link #end} and {@link #failed} comes last, by the thread
 * that the samples came from or the one that began the export.
 */
public interface SampleRecipient extends SampleVisitor {
  /**
   * That were all, or as many as were wanted; there may be none.
   *
   * @throws RecipientGoneException they cannot be taken any more; {@link #failed} follows
   */
  void end();

  /** What was told is not all, and must not look as if it were. */
  void failed(Throwable cause);

  /** Called by any thread: whatever waits for it to take something must wait no longer. */
  void cut();

  /** What has been sent of it so far. */
  long bytes();
}
