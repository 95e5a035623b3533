package dev.vitals.application.export;

/** How an export ends. */
public enum ExportOutcome {
  /** All was sent, or there was none. */
  COMPLETE,
  /** Its recipient went away, or took nothing for too long. */
  CUT,
  /** It took too long as a whole, or the service stops. */
  STOPPED,
  /** The store gave no answer, or none any more; or a fault of ours. */
  FAILED,
  /** There were as many as there may be. Nothing of it was begun. */
  REFUSED
}
