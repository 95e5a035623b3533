package dev.vitals.rest.answer;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.vitals.application.group.Failures;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.Problems;
import dev.vitals.rest.request.RequestId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers the requests of one path, by the methods it takes, and hands on what goes elsewhere. */
public abstract class PathHandler extends Handler.Wrapper {
  private final String path;
  private final List<String> methods;
  private final List<String> ofNext;
  private final AnswerWriter answers;

  /**
   * @param path also reached with a slash behind it
   * @param methods besides OPTIONS, which is answered here
   */
  protected PathHandler(String path, List<String> methods, AnswerWriter answers) {
    this(path, methods, List.of(), answers);
  }

  /**
   * The same.
   *
   * @param ofNext methods of the path that are handed on to another handler
   */
  protected PathHandler(
      String path, List<String> methods, List<String> ofNext, AnswerWriter answers) {
    this.path = path;
    this.methods = methods;
    this.ofNext = ofNext;
    this.answers = answers;
  }

  /**
   * @param asked decoded
   */
  protected boolean isAt(String asked) {
    return asked.equals(path) || asked.equals(path + "/");
  }

  /**
   * Returns without waiting for anything; the exchange may be answered later. What it throws is
   * answered as a problem.
   */
  protected abstract void answer(Exchange exchange);

  /**
   * Answers once something has come, or failed. No thread waits for that.
   *
   * @param write what has come; by the thread that it came by
   */
  protected final <A> void answerWith(
      Exchange exchange, CompletableFuture<A> coming, Consumer<A> write) {
    CompletableFuture<?> unused =
        coming.whenComplete(
            (answer, failure) ->
                RequestId.during(exchange.request(), () -> came(exchange, answer, failure, write)));
  }

  private <A> void came(
      Exchange exchange, @Nullable A answer, @Nullable Throwable failure, Consumer<A> write) {
    try {
      if (answer == null) {
        answers.write(exchange, Problems.of(Failures.cause(requireNonNull(failure))));
      } else {
        write.accept(answer);
      }
    } catch (RuntimeException | Error e) {
      // Jetty tells nobody: the connection would stay, without an answer.
      exchange.callback().failed(e);
    }
  }

  @Override
  public final boolean handle(Request request, Response response, Callback callback)
      throws Exception {
    String asked = Request.getPathInContext(request);
    if (!isAt(asked) || ofNext.contains(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    Exchange exchange = new Exchange(request, response, callback);
    if (methods.contains(request.getMethod())) {
      try {
        answer(exchange);
      } catch (RuntimeException e) {
        answers.write(exchange, Problems.of(e));
      }
    } else if (request.getMethod().equals("OPTIONS")) {
      response.getHeaders().put(HttpHeader.ALLOW, allowed());
      callback.succeeded();
    } else {
      answers.write(exchange, Problem.methodNotAllowed(allowed()));
    }
    return true;
  }

  private String allowed() {
    return String.join(",", methods)
        + ofNext.stream().map(method -> "," + method).collect(joining())
        + ",OPTIONS";
  }
}
