package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.Chunk;
import dev.vitals.timescale.kind.DatabaseKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * Puts chunks into the columnstore, one at a time. It keeps writers to the chunk out meanwhile, so
 * it gives up where somebody is writing, and comes back at its next run.
 */
final class Compression {
  private final Handle handle;
  private final DatabaseKind kind;
  private final BooleanSupplier stopping;

  Compression(Handle handle, DatabaseKind kind, BooleanSupplier stopping) {
    this.handle = handle;
    this.kind = kind;
    this.stopping = stopping;
  }

  /**
   * Chunks that are past their hot time, and below the watermark.
   *
   * @return how many it put into the columnstore
   */
  int compressOld(Instant now, Duration after) {
    RollupCoverage coverage = RollupStates.read(handle).coverage();
    if (coverage.daysBelowMicros() == RollupCoverage.NEVER) {
      return 0;
    }
    long below = Math.min(EpochMicros.of(now.minus(after)), coverage.daysBelowMicros());
    List<Chunk> chunks = kind.rowChunks(handle, EpochMicros.toInstant(below));
    int compressed = 0;
    for (Chunk chunk : chunks) {
      if (stopping.getAsBoolean()) {
        break;
      }
      if (chunk.ofSamples()) {
        announce(chunk);
      }
      compressed += compress(chunk) ? 1 : 0;
    }
    return compressed;
  }

  /**
   * Chunks that late samples left partly as rows.
   *
   * @return how many it put into the columnstore as a whole
   */
  int recompress() {
    int compressed = 0;
    for (Chunk chunk : kind.mixedChunks(handle)) {
      if (stopping.getAsBoolean()) {
        break;
      }
      compressed += compress(chunk) ? 1 : 0;
    }
    return compressed;
  }

  /** Writers that come afterwards know that they may meet columns there. */
  private void announce(Chunk chunk) {
    long end = EpochMicros.of(chunk.end());
    if (RollupStates.read(handle).columnarBelowMicros() < end) {
      WriterLock.alone(
          handle,
          transaction ->
              transaction
                  .createUpdate(
                      """
                      update health_metrics_rollup_state set columnar_below = :end
                      where columnar_below < :end
                      """)
                  .bind("end", RollupStates.moment(end))
                  .execute());
    }
  }

  private boolean compress(Chunk chunk) {
    return WriterLock.unlessItWaits(handle, () -> kind.compress(handle, chunk));
  }
}
