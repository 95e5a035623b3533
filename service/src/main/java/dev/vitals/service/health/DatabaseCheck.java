package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.timescale.DatabaseProbe;

/** Whether a request would get an answer from the database, by a connection of the same pool. */
public final class DatabaseCheck extends HealthCheck {
  private final DatabaseProbe probe;
  private final Runnable whenAnother;

  /**
   * @param whenAnother run each time the database is away or takes no writes: what answers next may
   *     be another one
   */
  public DatabaseCheck(DatabaseProbe probe, Runnable whenAnother) {
    this.probe = probe;
    this.whenAnother = whenAnother;
  }

  @Override
  protected Result check() {
    try {
      if (probe.takesWrites()) {
        return Result.healthy();
      }
      whenAnother.run();
      return Result.unhealthy(Remedy.READ_ONLY);
    } catch (StoreUnavailableException e) {
      if (e.reason() == Reason.AWAY) {
        whenAnother.run();
      }
      return Result.unhealthy(Remedy.of(e.reason()));
    }
  }
}
