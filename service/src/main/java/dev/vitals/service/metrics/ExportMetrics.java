package dev.vitals.service.metrics;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.export.ExportMeter;
import dev.vitals.application.export.ExportOutcome;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Exports: how they end, how long they take, and what is sent of them. */
public final class ExportMetrics implements ExportMeter {
  private final Map<ExportOutcome, DistributionDataPoint> seconds =
      new EnumMap<>(ExportOutcome.class);
  private final Counter samples;
  private final Counter bytes;

  public ExportMetrics(PrometheusRegistry registry) {
    Histogram byOutcome =
        Histogram.builder()
            .name("vitals_export_duration_seconds")
            .help("Of an export, from the request to the last that is handed to the connection.")
            .labelNames("outcome")
            .classicOnly()
            .classicUpperBounds(.005, .025, .1, .5, 1, 5, 20, 60, 300, 1_200, 3_600)
            .register(registry);
    // A series that begins with its first event hides that event from rate().
    for (ExportOutcome outcome : ExportOutcome.values()) {
      seconds.put(outcome, byOutcome.labelValues(outcome.name().toLowerCase(Locale.ROOT)));
    }
    samples =
        Counter.builder()
            .name("vitals_export_samples_total")
            .help("Samples that were read for exports.")
            .register(registry);
    bytes =
        Counter.builder()
            .name("vitals_export_bytes_total")
            .help("Bytes that were sent of exports, packed or not.")
            .register(registry);
  }

  @Override
  public void ended(ExportOutcome outcome, long samples, long bytes, long nanos) {
    requireNonNull(seconds.get(outcome)).observe(Unit.nanosToSeconds(nanos));
    this.samples.inc(samples);
    this.bytes.inc(bytes);
  }
}
