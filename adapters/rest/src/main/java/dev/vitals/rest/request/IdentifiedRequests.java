package dev.vitals.rest.request;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives every request its id, around whatever answers it. */
public final class IdentifiedRequests extends Handler.Wrapper {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RequestId.begin(request, response);
    try {
      return super.handle(request, response, callback);
    } finally {
      RequestId.end();
    }
  }
}
