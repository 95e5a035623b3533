package dev.vitals.application.ingest;

import dev.vitals.application.store.StoreUnavailableException;

/** Why a record that was read is not stored. */
public enum Rejection {
  /** It breaks a rule itself. */
  INVALID,
  /** Another record of its request does, and the request is all or nothing. */
  NEIGHBOUR,
  /** It is older than what retention keeps. */
  EXPIRED,
  /** The rest of its request cannot be read. */
  MALFORMED,
  /** Its request is larger than one may be. */
  TOO_LARGE,
  /** There is no room for its request now. */
  QUEUE_FULL,
  /** A timestamp of its request cannot be judged, since our clock is wrong. */
  CLOCK,
  /** The store does not answer, or not in time: it may be stored all the same. */
  UNAVAILABLE,
  /** A fault of ours, or of the store. */
  FAILED;

  /** Of all records of a request that ended so. */
  static Rejection of(Throwable e) {
    if (e instanceof TooManySamplesException) {
      return TOO_LARGE;
    }
    if (e instanceof QueueFullException) {
      return QUEUE_FULL;
    }
    if (e instanceof UnsureClockException) {
      return CLOCK;
    }
    return e instanceof StoreUnavailableException ? UNAVAILABLE : FAILED;
  }
}
