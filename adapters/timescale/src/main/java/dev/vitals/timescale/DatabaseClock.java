package dev.vitals.timescale;

import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.rollup.ClockReading;
import org.jdbi.v3.core.Jdbi;

/** Asks a database for the time. */
public record DatabaseClock(Jdbi jdbi) {
  /**
   * @throws dev.vitals.application.store.StoreUnavailableException it does not answer
   * @throws dev.vitals.application.store.StoreRejectedException its schema is not of this version
   */
  public ClockReading read() {
    return StoreErrors.translated(() -> jdbi.withHandle(ClockReading::read));
  }
}
