package dev.vitals.simulator.run;

/** A run that did not go well. The message is one line that says what to look at. */
public final class SimulationFailedException extends Exception {
  public SimulationFailedException(String message) {
    super(message);
  }
}
