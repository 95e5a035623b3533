package dev.vitals.rest.erase;

import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;

/**
 * Has something erased, and answers once it is gone. No thread of Jetty's waits for that.
 *
 * @param <E> what is to be erased, as the request says
 */
abstract class ErasureHandler<E> extends PathHandler {
  private final AnswerWriter answers;

  ErasureHandler(String path, AnswerWriter answers) {
    super(path, List.of("DELETE"), answers);
    this.answers = answers;
  }

  /**
   * @throws ProblemException 400 with all that is wrong
   */
  abstract E erasure(Request request);

  /** Returns at once. */
  abstract CompletableFuture<Long> erase(E erasure);

  abstract ErasedAnswer answer(E erasure, long samples);

  @Override
  protected final void answer(Exchange exchange) {
    E erasure = erasure(exchange.request());
    answerWith(
        exchange, erase(erasure), samples -> answers.write(exchange, answer(erasure, samples)));
  }
}
