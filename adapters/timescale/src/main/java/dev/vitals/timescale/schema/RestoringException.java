package dev.vitals.timescale.schema;

/**
 * A backup is being restored into the database, or its end was forgotten: rows written now would be
 * lost, and tables made now are in the way of those of the backup. The message is fit for an
 * operator.
 */
public final class RestoringException extends RuntimeException {
  public RestoringException() {
    super(
        "the database is being restored (timescaledb.restoring is on): finish it, and then \"select"
            + " timescaledb_post_restore()\" as a superuser");
  }
}
