package dev.vitals.timescale.kind;

import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/** TimescaleDB under its Apache licence: a hypertable, and rollups as ordinary tables. */
final class TimescaleApache implements DatabaseKind {
  @Override
  public Name name() {
    return Name.APACHE;
  }

  @Override
  public void setUp(Handle handle, StorageSettings settings, MetricColumns columns) {
    Hypertable.create(handle, settings.chunkInterval());
    OrdinaryRollups.create(handle);
  }

  @Override
  public void refreshQuarterHours(
      Handle handle, MetricColumns columns, Instant start, Instant end) {
    OrdinaryRollups.refreshQuarterHours(handle, columns, start, end);
  }

  @Override
  public void refreshDays(Handle handle, MetricColumns columns, Instant start, Instant end) {
    OrdinaryRollups.refreshDays(handle, columns, start, end);
  }

  @Override
  public void emptyRollups(Handle transaction, MetricColumns columns) {
    OrdinaryRollups.empty(transaction);
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
}
