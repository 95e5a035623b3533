package dev.vitals.service.metrics;

import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SummarySource;
import dev.vitals.domain.summary.Summary;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/** Measures what a source takes to answer. */
public final class MeteredSummarySource implements SummarySource {
  private final SummarySource source;
  private final Outcomes queries;
  private final Histogram questions;

  public MeteredSummarySource(SummarySource source, PrometheusRegistry registry) {
    this.source = source;
    queries =
        new Outcomes(
            registry,
            "vitals_store_query_duration_seconds",
            "Of questions that were asked together, from the wait for a connection to the answers.",
            .0005,
            .001,
            .0025,
            .005,
            .01,
            .025,
            .05,
            .1,
            .25,
            1,
            5,
            20);
    questions =
        Histogram.builder()
            .name("vitals_store_query_questions")
            .help("Questions asked together.")
            .classicOnly()
            .classicUpperBounds(1, 2, 4, 8, 16)
            .register(registry);
  }

  @Override
  public List<Summary> summarize(List<RangeQuestion> questions) {
    this.questions.observe(questions.size());
    return queries.timed(() -> source.summarize(questions));
  }
}
