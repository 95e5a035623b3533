package dev.vitals.service.health;

import dev.vitals.application.store.StoreUnavailableException.Reason;

/** What an operator can do about a database that does not do its part. */
final class Remedy {
  static final String READ_ONLY =
      "the database takes no writes: it is a standby, read only or being restored; let DATABASE_URL"
          + " name the primary, or end the restore by timescaledb_post_restore()";

  private Remedy() {}

  static String of(Reason reason) {
    return switch (reason) {
      case AWAY ->
          "the database is away or does not let us in: start it, or correct DATABASE_URL,"
              + " DATABASE_USER and DATABASE_PASSWORD; the log tells the cause";
      case BUSY ->
          "no connection or no answer in time: see in pg_stat_activity what holds it up, or raise"
              + " database.maxSize";
      case READ_ONLY -> READ_ONLY;
      case FULL ->
          "the database's disk is full: make room; samples are refused with 503 until then";
    };
  }
}
