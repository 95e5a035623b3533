package dev.vitals.service.metrics;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.List;

/** Measures groups on their way into a store: how long, how many, and how old their samples are. */
public final class MeteredSampleStore implements SampleStore {
  private final SampleStore store;
  private final Outcomes commits;
  private final Histogram groups;
  private final SampleAges ages;

  public MeteredSampleStore(SampleStore store, InstantSource clock, PrometheusRegistry registry) {
    this.store = store;
    commits =
        new Outcomes(
            registry,
            "vitals_store_commit_duration_seconds",
            "Of a group, from the wait for a connection to the end of the commit.",
            .0005,
            .001,
            .0025,
            .005,
            .01,
            .025,
            .05,
            .1,
            .25,
            .5,
            1,
            2.5,
            5,
            10,
            30);
    groups =
        Histogram.builder()
            .name("vitals_store_group_samples")
            .help("Samples committed together.")
            .classicOnly()
            .classicUpperBounds(1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 20_000, 100_000)
            .register(registry);
    ages = new SampleAges(clock);
    registry.register(ages);
  }

  @Override
  public List<StoredKeys> store(List<SampleBatch> batches) {
    List<StoredKeys> stored = commits.timed(() -> store.store(batches));
    groups.observe(batches.stream().mapToInt(SampleBatch::size).sum());
    ages.observe(batches);
    return stored;
  }
}
