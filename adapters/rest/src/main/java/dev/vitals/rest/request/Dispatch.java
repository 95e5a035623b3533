package dev.vitals.rest.request;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;

/**
 * Decides which thread works on a request. What takes microseconds and waits for nothing is done by
 * the one that reads from sockets, since to wake another takes longer; whatever else is handed
 * over, for meanwhile nobody else would be read from.
 */
public final class Dispatch extends Handler.Wrapper {
  /** Of some hundred samples. */
  private static final int SMALL_BODY_BYTES = 16 << 10;

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (isQuick(request)) {
      return super.handle(request, response, callback);
    }
    VirtualThreads.execute(
        request.getComponents().getExecutor(), () -> work(request, response, callback));
    return true;
  }

  private static boolean isQuick(Request request) {
    if (!AnsweredRequests.isOfApi(request)) {
      return false;
    }
    return switch (Request.getPathInContext(request)) {
      case "/metrics" -> true;
      // A packed one can become a thousand times as large.
      case "/ingest" ->
          0 <= request.getLength()
              && request.getLength() <= SMALL_BODY_BYTES
              && !request.getHeaders().contains(HttpHeader.CONTENT_ENCODING);
      default -> false;
    };
  }

  /** As Jetty does with what a handler of its own thread leaves undone. */
  private void work(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, 404);
      }
    } catch (Throwable e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
