package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.error.StoreErrors;

/**
 * Whether the database lets in who is new: where its shared memory was taken away, those who are in
 * go on. Not a matter of readiness, for what the pool has answers, and there may be none left for a
 * check where all that the database allows are in use.
 */
public final class ConnectionsCheck extends HealthCheck {
  private final DatabaseProbe probe;

  /**
   * @param probe by a connection of its own each time
   */
  public ConnectionsCheck(DatabaseProbe probe) {
    this.probe = probe;
  }

  @Override
  protected Result check() {
    try {
      probe.takesWrites(); // what it answers is the database's check
      return Result.healthy();
    } catch (StoreUnavailableException e) {
      return Result.unhealthy(
          "no new connection (%s): %s", StoreErrors.said(e), Remedy.of(e.reason()));
    }
  }
}
