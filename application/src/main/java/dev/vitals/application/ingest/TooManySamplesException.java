package dev.vitals.application.ingest;

/** One request holds more samples than there is ever room for. Nothing is stored. */
public final class TooManySamplesException extends RuntimeException {
  private final int most;

  public TooManySamplesException(int most) {
    super("more samples than " + most);
    this.most = most;
  }

  public int most() {
    return most;
  }
}
