package dev.vitals.timescale.kind;

import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/** TimescaleDB under its own licence: a hypertable, continuous aggregates, the columnstore. */
final class TimescaleCommunity implements DatabaseKind {
  @Override
  public Name name() {
    return Name.COMMUNITY;
  }

  @Override
  public void setUp(Handle handle, StorageSettings settings, MetricColumns columns) {
    Hypertable.create(handle, settings.chunkInterval());
    if (OrdinaryRollups.areThere(handle)) {
      handle.useTransaction(
          transaction -> {
            RollupGeneration.begin(transaction);
            ContinuousAggregates.replace(transaction, columns, "table");
          });
    }
    ContinuousAggregates.create(handle, columns);
    Columnstore.enable(handle);
  }

  @Override
  public String tableOf(Handle handle, String rollup) {
    return ContinuousAggregates.tableOf(handle, rollup);
  }

  @Override
  public void refreshQuarterHours(
      Handle handle, MetricColumns columns, Instant start, Instant end) {
    ContinuousAggregates.refresh(handle, "health_metrics_15m", start, end);
  }

  @Override
  public void refreshDays(Handle handle, MetricColumns columns, Instant start, Instant end) {
    ContinuousAggregates.refresh(handle, "health_metrics_1d", start, end);
  }

  @Override
  public void emptyRollups(Handle transaction, MetricColumns columns) {
    ContinuousAggregates.replace(transaction, columns, "materialized view");
  }

  @Override
  public StorageSize size(Handle handle) {
    return StorageSize.ofHypertable(handle);
  }

  @Override
  public Optional<Instant> droppableBelow(Handle handle, Instant midnight) {
    return Hypertable.lastChunkEnd(handle, midnight);
  }

  @Override
  public void dropSamples(Handle handle, Instant horizon, BooleanSupplier stopping) {
    Hypertable.dropChunks(handle, horizon);
  }

  @Override
  public List<Chunk> rowChunks(Handle handle, Instant below) {
    return Columnstore.rowChunks(handle, below);
  }

  @Override
  public List<Chunk> mixedChunks(Handle handle) {
    return Columnstore.mixedChunks(handle);
  }

  @Override
  public void compress(Handle handle, Chunk chunk) {
    Columnstore.compress(handle, chunk);
  }
}
