package dev.vitals.rest.query;

import dev.vitals.application.export.ExportSamples;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.export.ExportFormat;
import dev.vitals.rest.export.SampleStream;
import dev.vitals.rest.problem.Problem;
import java.util.List;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;

/**
 * Gives one user's samples back, as they came. A thread of {@link ExportSamples} waits for the
 * client, none of the server's.
 */
public final class SamplesHandler extends PathHandler {
  private final ExportSamples exports;
  private final MetricCatalogue catalogue;
  private final AnswerWriter answers;

  /**
   * @param catalogue whose metrics are given
   */
  public SamplesHandler(ExportSamples exports, MetricCatalogue catalogue, AnswerWriter answers) {
    super("/samples", List.of("GET", "HEAD"), List.of("DELETE"), answers);
    this.exports = exports;
    this.catalogue = catalogue;
    this.answers = answers;
  }

  @Override
  protected void answer(Exchange exchange) {
    Request request = exchange.request();
    exchange.response().getHeaders().put("Vary", "Accept, Accept-Encoding");
    String type = Accepted.firstOf(ExportFormat.mediaTypes(), request);
    if (type == null) {
      answers.write(exchange, Problem.notAcceptable());
      return;
    }
    if (request.getConnectionMetaData().getHttpVersion().getVersion()
        < HttpVersion.HTTP_1_1.getVersion()) {
      // The end of its answers is that of the connection, cut or not.
      answers.write(exchange, Problem.olderHttp());
      return;
    }
    MetricsParameters question = MetricsParameters.of(request, catalogue);
    exports.export(
        question.user(),
        question.range(),
        question.metrics(),
        new SampleStream(
            exchange,
            answers,
            ExportFormat.of(type),
            Accepted.prefersGzip(request),
            question.user(),
            question.metrics()));
  }
}
