package dev.vitals.simulator.run;

import java.util.Locale;

/** When what is sent. */
public enum Mode {
  /** As wearables would, from now on or from some days ago at a higher speed. */
  LIVE,
  /** The last days, as fast as the service takes them. */
  BACKFILL,
  /** A backfill of ever more users until the time is over. */
  LOAD;

  static Mode named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
