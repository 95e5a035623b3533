package dev.vitals.rest.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.summary.Summary;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.Problems;
import dev.vitals.rest.request.RequestId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers what one user's samples of a range add up to, and hands on what goes elsewhere. A handler
 * of Jetty's: no thread waits for the store, which is asked for all that wait at once (decision
 * 12).
 */
public final class MetricsHandler extends PathHandler {
  private static final List<String> TYPES = List.of(Accepted.JSON);

  private final SummarizeRange summarize;
  private final MetricCatalogue catalogue;
  private final MetricFields fields;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are answered
   */
  public MetricsHandler(SummarizeRange summarize, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/metrics", List.of("GET", "HEAD"), answers);
    this.summarize = summarize;
    this.catalogue = catalogue;
    this.fields = new MetricFields(catalogue);
    this.answers = answers;
  }

  @Override
  protected void answer(Exchange exchange) {
    if (Accepted.firstOf(TYPES, exchange.request()) == null) {
      answers.write(exchange, Problem.notAcceptable());
      return;
    }
    try {
      MetricsParameters question = MetricsParameters.of(exchange.request(), catalogue);
      CompletableFuture<?> unused =
          summarize
              .summarize(question.user(), question.range(), question.metrics())
              .whenComplete(
                  (summary, failure) ->
                      RequestId.during(
                          exchange.request(), () -> answer(exchange, question, summary, failure)));
    } catch (RuntimeException e) {
      answers.write(exchange, Problems.of(e));
    }
  }

  private void answer(
      Exchange exchange,
      MetricsParameters question,
      @Nullable Summary summary,
      @Nullable Throwable failure) {
    try {
      if (summary == null) {
        answers.write(exchange, Problems.of(Failures.cause(requireNonNull(failure))));
      } else if (summary.isEmpty()) {
        answers.write(exchange, Problem.noSamples());
      } else {
        answers.write(
            exchange,
            new MetricsAnswer(
                question.user(), question.range(), question.zone(), summary, fields(summary)));
      }
    } catch (RuntimeException | Error e) {
      // Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }

  private MetricFields fields(Summary summary) {
    return summary.catalogue().equals(catalogue) ? fields : new MetricFields(summary.catalogue());
  }
}
