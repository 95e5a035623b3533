package dev.vitals.rest.query;

import dev.vitals.application.query.FindLatest;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.problem.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers what one user's metrics were last. */
public final class LatestHandler extends QuestionHandler<LatestParameters, LatestValues> {
  private final FindLatest latest;
  private final MetricCatalogue catalogue;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are answered
   */
  public LatestHandler(FindLatest latest, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/latest", List.of(Accepted.JSON), catalogue, answers);
    this.latest = latest;
    this.catalogue = catalogue;
    this.answers = answers;
  }

  @Override
  LatestParameters question(Request request) {
    return LatestParameters.of(request, catalogue);
  }

  @Override
  CompletableFuture<LatestValues> ask(LatestParameters question) {
    return latest.find(question.user(), question.metrics());
  }

  @Override
  boolean isEmpty(LatestValues values) {
    return !values.hasSamples();
  }

  @Override
  Problem nothing() {
    return Problem.noSamplesAtAll();
  }

  @Override
  void write(Exchange exchange, String type, LatestParameters question, LatestValues values) {
    answers.write(exchange, new LatestAnswer(question, values));
  }
}
