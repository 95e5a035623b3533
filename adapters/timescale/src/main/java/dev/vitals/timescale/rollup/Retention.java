package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.DatabaseKind;
import dev.vitals.timescale.metrics.KeptMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Drops samples of a certain age and keeps their rollups.
 *
 * <p>The horizon is raised first, while no writer is under way and no mark is left below it. From
 * then on nobody reads, writes, refreshes or settles below it, so it does not matter when the
 * samples go, or whether a crash leaves some. Dropping first would leave readers and the refresh
 * with a gap: a refresh over dropped chunks removes everybody's rollups there.
 */
final class Retention {
  /**
   * Marks that come while it settles are settled in the next round, or it waits for its next run.
   */
  private static final int ROUNDS = 5;

  private final Handle handle;
  private final DatabaseKind kind;
  private final BooleanSupplier stopping;

  Retention(Handle handle, DatabaseKind kind, BooleanSupplier stopping) {
    this.handle = handle;
    this.kind = kind;
    this.stopping = stopping;
  }

  /**
   * @param now as far as the clock is believed: what is dropped by it is gone
   * @return whether the horizon was raised
   */
  boolean run(Instant now, Duration keep) {
    RollupState state = RollupStates.read(handle);
    if (state.coverage().daysBelowMicros() == RollupCoverage.NEVER) {
      return false;
    }
    long midnight =
        Math.min(
            RollupLevel.DAY.floor(EpochMicros.of(now.minus(keep))),
            state.coverage().daysBelowMicros());
    long target =
        kind.droppableBelow(handle, EpochMicros.toInstant(midnight))
            .map(EpochMicros::of)
            .map(RollupLevel.DAY::floor)
            .orElse(state.coverage().horizonMicros());
    boolean raised = target > state.coverage().horizonMicros() && raise(target);
    RollupState raisedState = RollupStates.read(handle);
    boolean isLimited = raisedState.coverage().horizonMicros() != RollupCoverage.NEVER;
    if (isLimited && !stopping.getAsBoolean()) {
      WriterLock.unlessItWaits(
          handle, () -> kind.dropSamples(handle, raisedState.horizon(), stopping));
    }
    return raised;
  }

  private boolean raise(long target) {
    for (int round = 0; round < ROUNDS && !stopping.getAsBoolean(); round++) {
      new Settlement(handle, kind, KeptMetrics.read(handle), stopping).run(Long.MAX_VALUE);
      if (raiseUnlessMarked(target)) {
        return true;
      }
    }
    return false;
  }

  private boolean raiseUnlessMarked(long target) {
    return WriterLock.alone(
        handle,
        transaction ->
            transaction
                    .createUpdate(
                        """
                        update health_metrics_rollup_state set horizon = :target
                        where not exists (select from health_metrics_late_days where day < :target)
                        """)
                    .bind("target", RollupStates.moment(target))
                    .execute()
                == 1);
  }
}
