package dev.vitals.simulator.http;

/** How a request ended, all its attempts taken together. */
public sealed interface Outcome {

  /** The service answered, with 200 or with a 4xx that says the request is wrong. */
  record Answered(int status, String body) implements Outcome {
    public boolean isOk() {
      return status == 200;
    }
  }

  /**
   * Attempts ran out, or the run was ended: nobody knows whether the request was carried out.
   *
   * @param answered whether the last attempt was answered at all
   */
  record GivenUp(String reason, boolean answered) implements Outcome {}
}
