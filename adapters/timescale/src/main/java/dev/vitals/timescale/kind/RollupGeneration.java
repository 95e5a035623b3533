package dev.vitals.timescale.kind;

import org.jdbi.v3.core.Handle;

/** When the rollups are made anew. */
public final class RollupGeneration {
  private RollupGeneration() {}

  /**
   * Voids what readers and refreshes know of the rollups: from here on all above the horizon comes
   * from samples, until it is filled again.
   */
  public static void begin(Handle transaction) {
    transaction.execute(
        """
        update health_metrics_rollup_state
        set generation = generation + 1, read_below_15m = horizon, read_below_1d = horizon
        """);
  }
}
