package dev.vitals.service.metrics;

import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestSamples;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** The room for samples. */
public final class QueueMetrics {
  private QueueMetrics() {}

  /**
   * @param limit of samples in memory
   */
  public static void register(
      IngestSamples ingest, GroupCommit commits, int limit, PrometheusRegistry registry) {
    new Gauges(registry)
        .add(
            "vitals_ingest_samples_in_memory",
            "Samples being read, waiting for their commit, and being committed.",
            ingest::samplesInMemory)
        .add(
            "vitals_ingest_samples_waiting",
            "Samples that wait for their commit.",
            commits::samplesWaiting)
        .add(
            "vitals_ingest_samples_limit",
            "Samples there may be in memory: ingest.queueSamples.",
            () -> limit);
  }
}
