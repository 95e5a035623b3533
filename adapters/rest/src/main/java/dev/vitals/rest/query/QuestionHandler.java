package dev.vitals.rest.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * Answers questions about one user's samples, and hands on what goes elsewhere. A handler of
 * Jetty's: no thread waits for the store, which is asked for all that wait at once (decision 12).
 *
 * @param <Q> a question, as it stands in a query
 * @param <A> what is known in answer to it
 */
abstract class QuestionHandler<Q, A> extends PathHandler {
  private final List<String> types;
  private final MetricCatalogue catalogue;
  private final MetricFields fields;
  private final AnswerWriter answers;

  /**
   * @param types of media that it is answered in, the usual one first
   * @param catalogue whose metrics are answered
   */
  QuestionHandler(
      String path, List<String> types, MetricCatalogue catalogue, AnswerWriter answers) {
    super(path, List.of("GET", "HEAD"), answers);
    this.types = types;
    this.catalogue = catalogue;
    this.fields = new MetricFields(catalogue);
    this.answers = answers;
  }

  /**
   * @throws ProblemException 400 with all that is wrong
   */
  abstract Q question(Request request);

  /** Returns at once. */
  abstract CompletableFuture<A> ask(Q question);

  /** Whether there is no sample in it. */
  abstract boolean isEmpty(A answer);

  /** What is told where there is none. */
  Problem nothing() {
    return Problem.noSamples();
  }

  /** Writes one that is not empty, with the fields of its metrics. */
  abstract void write(Exchange exchange, String type, Q question, A answer);

  final MetricFields fields(MetricCatalogue metrics) {
    return metrics.equals(catalogue) ? fields : new MetricFields(metrics);
  }

  @Override
  protected final void answer(Exchange exchange) {
    if (types.size() > 1) {
      exchange.response().getHeaders().put("Vary", "Accept");
    }
    String type = Accepted.firstOf(types, exchange.request());
    if (type == null) {
      answers.write(exchange, Problem.notAcceptable());
      return;
    }
    Q question = question(exchange.request());
    answerWith(exchange, ask(question), answer -> answered(exchange, type, question, answer));
  }

  private void answered(Exchange exchange, String type, Q question, A answer) {
    if (isEmpty(answer)) {
      answers.write(exchange, nothing());
    } else {
      write(exchange, type, question, answer);
    }
  }
}
