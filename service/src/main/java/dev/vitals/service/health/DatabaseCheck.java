package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.DatabaseProbe;

/** Whether a request would get an answer from the database, by a connection of the same pool. */
public final class DatabaseCheck extends HealthCheck {
  private final DatabaseProbe probe;
  private final Runnable whenItDoesNot;

  /**
   * @param whenItDoesNot run each time it would get none: what answers next may be another one
   */
  public DatabaseCheck(DatabaseProbe probe, Runnable whenItDoesNot) {
    this.probe = probe;
    this.whenItDoesNot = whenItDoesNot;
  }

  @Override
  protected Result check() {
    Result result = result();
    if (!result.isHealthy()) {
      whenItDoesNot.run();
    }
    return result;
  }

  private Result result() {
    try {
      return probe.takesWrites() ? Result.healthy() : Result.unhealthy(Remedy.READ_ONLY);
    } catch (StoreUnavailableException e) {
      return Result.unhealthy(Remedy.of(e.reason()));
    }
  }
}
