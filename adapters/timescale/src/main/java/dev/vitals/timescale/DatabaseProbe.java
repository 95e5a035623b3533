package dev.vitals.timescale;

import dev.vitals.timescale.error.StoreErrors;
import org.jdbi.v3.core.Jdbi;

/** Asks a database for a sign of life, as a question of a user's would. */
public record DatabaseProbe(Jdbi jdbi) {
  /**
   * Whether it takes writes, which one that is read only or a standby does not.
   *
   * @throws dev.vitals.application.store.StoreUnavailableException it does not answer
   * @throws dev.vitals.application.store.StoreRejectedException it refuses the question
   */
  public boolean takesWrites() {
    return StoreErrors.translated(
        () ->
            jdbi.withHandle(
                handle ->
                    handle
                        .createQuery("select current_setting('transaction_read_only') = 'off'")
                        .mapTo(Boolean.class)
                        .one()));
  }
}
