package dev.vitals.rest.answer;

import static java.util.stream.Collectors.joining;

import dev.vitals.rest.problem.Problem;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

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

  /** Returns without waiting for anything; the exchange may be answered later. */
  protected abstract void answer(Exchange exchange);

  @Override
  public final boolean handle(Request request, Response response, Callback callback)
      throws Exception {
    String asked = Request.getPathInContext(request);
    if (!isAt(asked) || ofNext.contains(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    Exchange exchange = new Exchange(request, response, callback);
    if (methods.contains(request.getMethod())) {
      answer(exchange);
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
