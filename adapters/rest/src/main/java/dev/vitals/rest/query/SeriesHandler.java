package dev.vitals.rest.query;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.application.query.Series;
import dev.vitals.application.query.SummarizeSeries;
import dev.vitals.domain.metric.MetricCatalogue;
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
 * Answers what one user's samples add up to in each bucket of a range, and hands on what goes
 * elsewhere. A handler of Jetty's, as {@link MetricsHandler} is.
 */
public final class SeriesHandler extends PathHandler {
  private static final List<String> TYPES = List.of(Accepted.JSON, SeriesAnswer.CSV);

  private final SummarizeSeries summarize;
  private final MetricCatalogue catalogue;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are answered
   */
  public SeriesHandler(SummarizeSeries summarize, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/metrics/series", List.of("GET", "HEAD"), answers);
    this.summarize = summarize;
    this.catalogue = catalogue;
    this.answers = answers;
  }

  @Override
  protected void answer(Exchange exchange) {
    exchange.response().getHeaders().put("Vary", "Accept");
    String type = Accepted.firstOf(TYPES, exchange.request());
    if (type == null) {
      answers.write(exchange, Problem.notAcceptable());
      return;
    }
    try {
      SeriesParameters question = SeriesParameters.of(exchange.request(), catalogue);
      CompletableFuture<?> unused =
          summarize
              .summarize(
                  question.user(),
                  question.range(),
                  question.zone(),
                  question.bucket(),
                  question.metrics())
              .whenComplete(
                  (series, failure) ->
                      RequestId.during(
                          exchange.request(),
                          () -> answer(exchange, type, question, series, failure)));
    } catch (RuntimeException e) {
      answers.write(exchange, Problems.of(e));
    }
  }

  private void answer(
      Exchange exchange,
      String type,
      SeriesParameters question,
      @Nullable Series series,
      @Nullable Throwable failure) {
    try {
      if (series == null) {
        answers.write(exchange, Problems.of(Failures.cause(requireNonNull(failure))));
        return;
      }
      if (series.isEmpty()) {
        answers.write(exchange, Problem.noSamples());
        return;
      }
      SeriesAnswer answer =
          new SeriesAnswer(question, series, new MetricFields(question.metrics()));
      if (type.equals(SeriesAnswer.CSV)) {
        answers.write(exchange, SeriesAnswer.CSV, answer.csv());
      } else {
        answers.write(exchange, answer);
      }
    } catch (RuntimeException | Error e) {
      // Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }
}
