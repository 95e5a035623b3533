package dev.vitals.timescale;

import dev.vitals.timescale.error.StoreErrors;
import org.jdbi.v3.core.Jdbi;

/** Asks a database for a sign of life, as a question of a user's would. */
public record DatabaseProbe(Jdbi jdbi) {
  /** Between TimescaleDB's pre_restore and its post_restore. */
  public static final String IS_RESTORING =
      "(current_setting('timescaledb.restoring', true) is not distinct from 'on')";

  /**
   * Whether it takes writes, which one that is read only, a standby or being restored does not.
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
                        .createQuery(
                            "select current_setting('transaction_read_only') = 'off' and not "
                                + IS_RESTORING)
                        .mapTo(Boolean.class)
                        .one()));
  }
}
