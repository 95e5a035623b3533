package dev.vitals.service.metrics;

import dev.vitals.timescale.ingest.WriteMeter;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How groups get into the database. */
public final class WriteMetrics implements WriteMeter {
  private final CounterDataPoint copied;
  private final CounterDataPoint merged;
  private final Counter collisions;
  private final Counter retries;

  public WriteMetrics(PrometheusRegistry registry) {
    Counter groups =
        Counter.builder()
            .name("vitals_store_groups_total")
            .help("Groups committed, by the statement that wrote them.")
            .labelNames("statement")
            .register(registry);
    copied = groups.labelValues("copy");
    merged = groups.labelValues("upsert");
    collisions =
        Counter.builder()
            .name("vitals_store_copy_collisions_total")
            .help("Copies undone, and made an upsert, since a key existed.")
            .register(registry);
    retries =
        Counter.builder()
            .name("vitals_store_retries_total")
            .help("Transactions tried again after a deadlock or a serialization failure.")
            .register(registry);
  }

  @Override
  public void copied() {
    copied.inc();
  }

  @Override
  public void merged() {
    merged.inc();
  }

  @Override
  public void collided() {
    collisions.inc();
  }

  @Override
  public void retried() {
    retries.inc();
  }
}
