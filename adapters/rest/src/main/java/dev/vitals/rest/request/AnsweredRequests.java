package dev.vitals.rest.request;

import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line about, and measures, every request to the API, those too that are no HTTP. Who asks
 * for whom is in the path and the query: neither is shown, but where the request went.
 */
public final class AnsweredRequests implements RequestLog {
  /** Whose level turns the access log on and off. */
  public static final String LOGGER = "dev.vitals.access";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  /** Dropwizard's name of the connector of the API; on the other, probes ask every second. */
  private static final String API = "application";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final RequestMeter meter;

  public AnsweredRequests(RequestMeter meter) {
    this.meter = meter;
  }

  static boolean isOfApi(Request request) {
    return API.equals(request.getConnectionMetaData().getConnector().getName());
  }

  @Override
  public void log(Request request, Response response) {
    if (!isOfApi(request)) {
      return;
    }
    long nanos = System.nanoTime() - request.getBeginNanoTime();
    Route route = Route.of(request.getHttpURI().getCanonicalPath());
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
    meter.answered(route, method, response.getStatus(), nanos);
    if (LOG.isInfoEnabled()) {
      RequestId.begin(request);
      LOG.info(
          "request_answered method={} route={} status={} micros={} bytes_in={} bytes_out={}",
          method,
          route.label(),
          response.getStatus(),
          nanos / 1_000,
          Request.getContentBytesRead(request),
          Response.getContentBytesWritten(response));
      RequestId.end();
    }
  }
}
