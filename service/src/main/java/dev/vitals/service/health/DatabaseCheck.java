package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.timescale.DatabaseProbe;

/** Whether a request would get an answer from the database, by a connection of the same pool. */
public final class DatabaseCheck extends HealthCheck {
  private static final String READ_ONLY =
      "the database takes no writes: it is a standby or read only; let DATABASE_URL name the"
          + " primary";

  private final DatabaseProbe probe;

  public DatabaseCheck(DatabaseProbe probe) {
    this.probe = probe;
  }

  @Override
  protected Result check() {
    try {
      return probe.takesWrites() ? Result.healthy() : Result.unhealthy(READ_ONLY);
    } catch (StoreUnavailableException e) {
      return Result.unhealthy(remedy(e.reason()));
    }
  }

  private static String remedy(Reason reason) {
    return switch (reason) {
      case AWAY ->
          "the database is away or does not let us in: start it, or correct DATABASE_URL,"
              + " DATABASE_USER and DATABASE_PASSWORD; the log tells the cause";
      case BUSY ->
          "no connection or no answer in time: see in pg_stat_activity what holds it up, or raise"
              + " database.maxSize";
      case READ_ONLY -> READ_ONLY;
      case FULL -> "the database's disk is full: make room";
    };
  }
}
