package dev.vitals.service.metrics;

import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.query.SeriesSource;
import dev.vitals.domain.summary.Summary;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** Measures what a source takes to answer. */
public final class MeteredSeriesSource implements SeriesSource {
  private final SeriesSource source;
  private final Outcomes queries;
  private final Histogram buckets;

  public MeteredSeriesSource(SeriesSource source, PrometheusRegistry registry) {
    this.source = source;
    queries =
        new Outcomes(
            registry,
            "vitals_store_series_duration_seconds",
            "Of a series, from the wait for a connection to the answer.",
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
    buckets =
        Histogram.builder()
            .name("vitals_store_series_buckets")
            .help("Of a series.")
            .classicOnly()
            .classicUpperBounds(1, 7, 31, 100, 366, 1_000, 10_000)
            .register(registry);
  }

  @Override
  public List<Summary> series(SeriesQuestion question) {
    buckets.observe(question.buckets().size());
    return queries.timed(() -> source.series(question));
  }
}
