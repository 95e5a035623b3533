package dev.vitals.timescale.kind;

import dev.vitals.timescale.kind.DatabaseKind.Name;

/** A database can do less than when it was last set up. The message is fit for an operator. */
public final class LostExtensionException extends RuntimeException {
  public LostExtensionException(Name was, Name is) {
    super(
        "this database was set up as "
            + was
            + " and is "
            + is
            + " now: its rollups cannot be kept up. "
            + (is == Name.PLAIN
                ? "Bring the timescaledb extension back, or restore from a backup."
                : "Set timescaledb.license = 'timescale' again."));
  }

  /**
   * @param version of an extension that the database has and its server does not load
   */
  public LostExtensionException(String version) {
    super(
        "this database has TimescaleDB "
            + version
            + ", which its server does not load: put timescaledb into shared_preload_libraries and"
            + " restart it");
  }
}
