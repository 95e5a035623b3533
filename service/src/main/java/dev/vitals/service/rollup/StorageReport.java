package dev.vitals.service.rollup;

import dev.vitals.service.metrics.Gauges;
import dev.vitals.timescale.kind.StorageSize;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the database takes, as it was last measured. */
public final class StorageReport {
  private volatile @Nullable StorageSize measured;

  public StorageReport(PrometheusRegistry registry) {
    new Gauges(registry)
        .addKnown(
            "vitals_database_size_bytes",
            "What the database takes on disk, without its write-ahead log.",
            () -> figure(StorageSize::bytes))
        .addKnown(
            "vitals_database_chunks",
            "Chunks of samples; 0 without TimescaleDB.",
            () -> figure(StorageSize::chunks))
        .addKnown(
            "vitals_database_columnstore_chunks",
            "Those of them in the columnstore.",
            () -> figure(StorageSize::columnarChunks));
  }

  void measured(StorageSize size) {
    measured = size;
  }

  private OptionalDouble figure(ToDoubleFunction<StorageSize> figure) {
    StorageSize size = measured;
    return size == null ? OptionalDouble.empty() : OptionalDouble.of(figure.applyAsDouble(size));
  }
}
