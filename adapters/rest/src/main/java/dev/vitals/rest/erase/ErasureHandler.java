package dev.vitals.rest.erase;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.group.Failures;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.answer.PathHandler;
import dev.vitals.rest.problem.ProblemException;
import dev.vitals.rest.problem.Problems;
import dev.vitals.rest.request.RequestId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

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
    try {
      E erasure = erasure(exchange.request());
      CompletableFuture<?> unused =
          erase(erasure)
              .whenComplete(
                  (samples, failure) ->
                      RequestId.during(
                          exchange.request(), () -> answered(exchange, erasure, samples, failure)));
    } catch (RuntimeException e) {
      answers.write(exchange, Problems.of(e));
    }
  }

  private void answered(
      Exchange exchange, E erasure, @Nullable Long samples, @Nullable Throwable failure) {
    try {
      if (samples == null) {
        answers.write(exchange, Problems.of(Failures.cause(requireNonNull(failure))));
      } else {
        answers.write(exchange, answer(erasure, samples));
      }
    } catch (RuntimeException | Error e) {
      // Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }
}
