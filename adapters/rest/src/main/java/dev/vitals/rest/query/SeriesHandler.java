package dev.vitals.rest.query;

import dev.vitals.application.query.Series;
import dev.vitals.application.query.SummarizeSeries;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/** Answers what one user's samples add up to in each bucket of a range. */
public final class SeriesHandler extends QuestionHandler<SeriesParameters, Series> {
  private final SummarizeSeries summarize;
  private final MetricCatalogue catalogue;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are answered
   */
  public SeriesHandler(SummarizeSeries summarize, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/metrics/series", List.of(Accepted.JSON, SeriesAnswer.CSV), catalogue, answers);
    this.summarize = summarize;
    this.catalogue = catalogue;
    this.answers = answers;
  }

  @Override
  SeriesParameters question(Request request) {
    return SeriesParameters.of(request, catalogue);
  }

  @Override
  CompletableFuture<Series> ask(SeriesParameters question) {
    return summarize.summarize(
        question.user(), question.range(), question.zone(), question.bucket(), question.metrics());
  }

  @Override
  boolean isEmpty(Series series) {
    return series.isEmpty();
  }

  @Override
  void write(Exchange exchange, String type, SeriesParameters question, Series series) {
    SeriesAnswer answer = new SeriesAnswer(question, series, fields(question.metrics()));
    if (type.equals(SeriesAnswer.CSV)) {
      answers.write(exchange, SeriesAnswer.CSV, answer.csv());
    } else {
      answers.write(exchange, answer);
    }
  }
}
