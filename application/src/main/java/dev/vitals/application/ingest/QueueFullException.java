package dev.vitals.application.ingest;

/** There is no room for more samples now. Nothing is stored; sending them again later is safe. */
public final class QueueFullException extends RuntimeException {
  public QueueFullException() {
    // Thrown thousands of times a second when it is thrown at all, and tells all it knows.
    super("the queue is full", null, false, false);
  }
}
