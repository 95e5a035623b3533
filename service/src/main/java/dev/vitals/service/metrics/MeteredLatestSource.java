package dev.vitals.service.metrics;

import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.LatestSource;
import dev.vitals.domain.latest.LatestValues;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Measures what a source takes to answer. */
public final class MeteredLatestSource implements LatestSource {
  private final LatestSource source;
  private final Outcomes queries;

  public MeteredLatestSource(LatestSource source, PrometheusRegistry registry) {
    this.source = source;
    queries =
        new Outcomes(
            registry,
            "vitals_store_latest_duration_seconds",
            "Of newest values, from the wait for a connection to the answer.",
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
            5,
            20);
  }

  @Override
  public LatestValues latest(LatestQuestion question) {
    return queries.timed(() -> source.latest(question));
  }
}
