package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.DatabaseProbe;

/** Whether a request would get an answer from the database, by a connection of the same pool. */
public final class DatabaseCheck extends HealthCheck {
  private final DatabaseProbe probe;

  public DatabaseCheck(DatabaseProbe probe) {
    this.probe = probe;
  }

  @Override
  protected Result check() {
    try {
      return probe.takesWrites() ? Result.healthy() : Result.unhealthy(Remedy.READ_ONLY);
    } catch (StoreUnavailableException e) {
      return Result.unhealthy(Remedy.of(e.reason()));
    }
  }
}
