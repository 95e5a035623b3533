package dev.vitals.timescale.rollup;

/** The service stops. What was begun is undone or goes on at the next start. */
public final class StoppedException extends RuntimeException {
  public StoppedException() {
    super("stopped");
  }
}
