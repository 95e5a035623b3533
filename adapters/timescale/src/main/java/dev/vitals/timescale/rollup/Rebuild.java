package dev.vitals.timescale.rollup;

import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.kind.RollupGeneration;
import dev.vitals.timescale.metrics.KeptMetrics;
import org.jdbi.v3.core.Handle;

/**
 * Takes the rollups and corrections above the horizon away, so that the next refresh fills them
 * anew from the samples. Below the horizon there is nothing to fill them from, so there they stay.
 *
 * <p>Answers stay right meanwhile, and slow: they come from samples. Readers that planned with the
 * rollups of before notice the generation.
 */
final class Rebuild {
  private Rebuild() {}

  static void run(Handle handle, DatabaseKind kind) {
    handle.useTransaction(
        transaction -> {
          // Where rollups are dropped everybody queues behind this while it waits for readers.
          transaction.execute("set local lock_timeout = '5s'");
          RollupGeneration.begin(transaction);
          // Before the rollups, for readers may wait from then on.
          for (String level : new String[] {"15m", "1d"}) {
            transaction.execute(
                "delete from health_metrics_"
                    + level
                    + "_corrections where bucket >= (select horizon from health_metrics_rollup_state)");
          }
          // Behind these: who adds a metric wants the corrections alone, and has to wait from here
          // on.
          kind.emptyRollups(transaction, KeptMetrics.read(transaction));
        });
  }
}
