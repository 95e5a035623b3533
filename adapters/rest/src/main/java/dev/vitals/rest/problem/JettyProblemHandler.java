package dev.vitals.rest.problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.rest.request.RequestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers with a problem what never reaches Jersey: a request that is no HTTP, a header that is too
 * large, a method that a filter forbids. Jetty's own answer is a page of HTML with the path in it.
 */
public final class JettyProblemHandler implements Request.Handler {
  private final ObjectMapper json;

  public JettyProblemHandler(ObjectMapper json) {
    this.json = json;
  }

  /** With its id, for what is no HTTP gets to no other handler. */
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RequestId.begin(request, response);
    try {
      answer(request, response, callback);
      return true;
    } finally {
      RequestId.end();
    }
  }

  private void answer(Request request, Response response, Callback callback) throws IOException {
    @Nullable Throwable cause = (Throwable) request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
    int status = cause instanceof HttpException http ? http.getCode() : response.getStatus();
    Problem problem = problem(status, cause);
    byte[] body = json.writeValueAsBytes(problem);
    problem.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (cause instanceof HttpException) {
      // Where one request cannot be understood, nobody knows where the next begins.
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    ServletContextRequest servletRequest =
        Request.asInContext(request, ServletContextRequest.class);
    if (servletRequest == null) {
      response.setStatus(status);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
      response.write(true, ByteBuffer.wrap(body), callback);
    } else {
      writeThroughServlet(servletRequest, status, body);
      callback.succeeded();
    }
  }

  /** Inside a servlet context the response is complete only when its servlet stream is. */
  private static void writeThroughServlet(ServletContextRequest request, int status, byte[] body)
      throws IOException {
    var response = request.getHttpServletResponse();
    response.setStatus(status);
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(body);
  }

  private static Problem problem(int status, @Nullable Throwable cause) {
    if (status == 503) {
      return Problem.unavailable("The service is stopping or starting.", 1);
    }
    // Other 5xx are Jetty's words for what a client asked, such as a version of HTTP it has not.
    if (status == 500) {
      return Problems.ourFault(cause);
    }
    return switch (status) {
      case 400 -> Problem.malformedRequest();
      case 404 -> Problem.unknownPath();
      // Refused before anybody has looked at the path.
      case 405 -> Problem.methodNotAllowed("GET,HEAD,POST,OPTIONS");
      default -> Problem.ofStatus(status, HttpStatus.getMessage(status) + ".");
    };
  }
}
