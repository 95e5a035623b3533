package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.rest.RestLimits;
import dev.vitals.rest.answer.AnswerWriter;
import dev.vitals.rest.answer.Exchange;
import dev.vitals.rest.memory.OldestGivesWay;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.Problems;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes in samples, and hands on what goes elsewhere. A handler of Jetty's: for one sample a
 * request Jersey takes more time than everything of ours (decision 8), and a servlet's thread waits
 * for the slowest of all clients (decision 10).
 */
public final class IngestHandler extends Handler.Wrapper {
  private static final String ALLOWED = "POST,OPTIONS";

  private final IngestSamples ingest;
  private final RestLimits limits;
  private final OldestGivesWay<ArrivingBody> awaited;
  private final AnswerWriter answers;

  public IngestHandler(IngestSamples ingest, RestLimits limits, AnswerWriter answers) {
    this.ingest = ingest;
    this.limits = limits;
    // The other half is for those who do send: fifty phones in a tunnel, each with a megabyte half
    // sent, must not keep all others from it.
    this.awaited = new OldestGivesWay<>(ingest.mostBodyBytes() / 2);
    this.answers = answers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (!path.equals("/ingest") && !path.equals("/ingest/")) {
      return super.handle(request, response, callback);
    }
    Exchange exchange = new Exchange(request, response, callback);
    switch (request.getMethod()) {
      case "POST" -> post(exchange);
      case "OPTIONS" -> {
        response.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
        callback.succeeded();
      }
      default -> answers.write(exchange, Problem.methodNotAllowed(ALLOWED));
    }
    return true;
  }

  private void post(Exchange exchange) {
    BodyHeaders headers;
    Admission admission;
    try {
      headers = BodyHeaders.of(exchange.request(), limits.maxBodyBytes());
      admission = ingest.admit();
    } catch (RuntimeException e) {
      answers.write(exchange, Problems.of(e));
      return;
    }
    new IngestExchange(exchange, headers, admission, ingest, limits, awaited, answers).begin();
  }
}
