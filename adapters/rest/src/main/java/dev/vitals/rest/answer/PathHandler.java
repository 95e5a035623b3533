package dev.vitals.rest.answer;

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
  private final AnswerWriter answers;

  /**
   * @param path also reached with a slash behind it
   * @param methods besides OPTIONS, which is answered here
   */
  protected PathHandler(String path, List<String> methods, AnswerWriter answers) {
    this.path = path;
    this.methods = methods;
    this.answers = answers;
  }

  /** Returns without waiting for anything; the exchange may be answered later. */
  protected abstract void answer(Exchange exchange);

  @Override
  public final boolean handle(Request request, Response response, Callback callback)
      throws Exception {
    String asked = Request.getPathInContext(request);
    if (!asked.equals(path) && !asked.equals(path + "/")) {
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
    return String.join(",", methods) + ",OPTIONS";
  }
}
