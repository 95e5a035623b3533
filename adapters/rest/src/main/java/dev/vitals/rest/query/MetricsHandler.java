package dev.vitals.rest.query;

import dev.vitals.application.query.SummarizeRange;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers what one user's samples of a range add up to. */
public final class MetricsHandler extends QuestionHandler<MetricsParameters, Summary> {
  private final SummarizeRange summarize;
  private final MetricCatalogue catalogue;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are answered
   */
  public MetricsHandler(SummarizeRange summarize, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/metrics", List.of(Accepted.JSON), catalogue, answers);
    this.summarize = summarize;
    this.catalogue = catalogue;
    this.answers = answers;
  }

  @Override
  MetricsParameters question(Request request) {
    return MetricsParameters.of(request, catalogue);
  }

  @Override
  CompletableFuture<Summary> ask(MetricsParameters question) {
    return summarize.summarize(question.user(), question.range(), question.metrics());
  }

  @Override
  boolean isEmpty(Summary summary) {
    return summary.isEmpty();
  }

  @Override
  void write(Exchange exchange, String type, MetricsParameters question, Summary summary) {
    answers.write(
        exchange,
        new MetricsAnswer(
            question.user(),
            question.range(),
            question.zone(),
            summary,
            fields(question.metrics())));
  }
}
