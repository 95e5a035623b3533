package dev.vitals.application.store;

/** The store refused what we thought valid. A fault of ours: asking again brings the same. */
public final class StoreRejectedException extends RuntimeException {
  public StoreRejectedException(Throwable cause) {
    super("the store refused the statement", cause);
  }
}
