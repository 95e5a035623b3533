package dev.vitals.rest.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.ProblemException;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.jetty.server.Request;

/**
 * The question in a query string. Everything that is wrong with it is told at once.
 *
 * @param zone of the times in the answer
 */
record MetricsParameters(UserId user, TimeRange range, ZoneId zone, MetricCatalogue metrics) {
  private static final List<String> KNOWN = List.of("user_id", "start", "end", "zone", "metrics");

  /**
   * @param catalogue whose metrics can be asked for
   * @throws ProblemException 400 with all that is wrong
   */
  static MetricsParameters of(Request request, MetricCatalogue catalogue) {
    QueryReader query = QueryReader.of(request, KNOWN);
    UserId user = query.user();
    ZoneId zone = query.zone();
    MetricCatalogue metrics = query.metrics(catalogue);
    return new MetricsParameters(user, query.range(zone), zone, metrics);
  }
}
