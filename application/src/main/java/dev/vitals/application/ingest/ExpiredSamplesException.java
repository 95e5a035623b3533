package dev.vitals.application.ingest;

import java.time.Instant;

/** A batch holds samples of a time whose samples are dropped by retention. Nothing is stored. */
public final class ExpiredSamplesException extends RuntimeException {
  private final transient Instant horizon;

  public ExpiredSamplesException(Instant horizon) {
    super("samples below the horizon");
    this.horizon = horizon;
  }

  /** The earliest timestamp that is still taken. */
  public Instant horizon() {
    return horizon;
  }
}
