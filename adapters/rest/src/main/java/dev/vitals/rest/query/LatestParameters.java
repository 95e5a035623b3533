package dev.vitals.rest.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.ProblemException;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.jetty.server.Request;

/**
 * The question for the newest values in a query string. Everything that is wrong with it is told at
 * once.
 *
 * @param zone of the times in the answer
 */
record LatestParameters(UserId user, ZoneId zone, MetricCatalogue metrics) {
  private static final List<String> KNOWN = List.of("user_id", "zone", "metrics");

  /**
   * @param catalogue whose metrics can be asked for
   * @throws ProblemException 400 with all that is wrong
   */
  static LatestParameters of(Request request, MetricCatalogue catalogue) {
    QueryReader query = QueryReader.of(request, KNOWN);
    LatestParameters question =
        new LatestParameters(query.user(), query.zone(), query.metrics(catalogue));
    query.throwIfAny();
    return question;
  }
}
