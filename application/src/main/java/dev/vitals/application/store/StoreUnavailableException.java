package dev.vitals.application.store;

import org.jspecify.annotations.Nullable;

/**
 * The store gave no answer this time. What was to be written is there whole or not at all, and
 * doing it again is safe.
 */
public final class StoreUnavailableException extends RuntimeException {
  /** Why, for whoever operates the store. */
  public enum Reason {
    /** Not reachable, shutting down, starting up, or it does not let us in. */
    AWAY,
    /** Reachable, but no connection, lock or answer was to be had in time. */
    BUSY,
    /** It answers but takes no writes, as after a failover. */
    READ_ONLY,
    /** Its disk is full: no retry helps before somebody makes room. */
    FULL
  }

  private final Reason reason;

  public StoreUnavailableException(Reason reason, @Nullable Throwable cause) {
    super("the store is unavailable: " + reason, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
