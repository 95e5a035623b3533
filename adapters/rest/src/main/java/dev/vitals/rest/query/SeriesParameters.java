package dev.vitals.rest.query;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.series.BucketWidth;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.problem.ProblemException;
import java.time.ZoneId;
import java.util.List;
import org.eclipse.jetty.server.Request;

/**
 * The question for a series in a query string. Everything that is wrong with it is told at once.
 *
 * @param zone of the buckets, and of the times in the answer
 * @param isFilled whether buckets without samples are told too
 */
record SeriesParameters(
    UserId user,
    TimeRange range,
    ZoneId zone,
    BucketWidth bucket,
    MetricCatalogue metrics,
    boolean isFilled) {
  private static final List<String> KNOWN =
      List.of("user_id", "start", "end", "bucket", "zone", "metrics", "fill");

  /**
   * @param catalogue whose metrics can be asked for
   * @throws ProblemException 400 with all that is wrong
   */
  static SeriesParameters of(Request request, MetricCatalogue catalogue) {
    QueryReader query = QueryReader.of(request, KNOWN);
    UserId user = query.user();
    ZoneId zone = query.zone();
    BucketWidth bucket = bucket(query);
    MetricCatalogue metrics = query.metrics(catalogue);
    boolean isFilled = isFilled(query);
    return new SeriesParameters(user, query.range(zone), zone, bucket, metrics, isFilled);
  }

  private static BucketWidth bucket(QueryReader query) {
    String text = query.single("bucket");
    return text == null
        ? BucketWidth.DAY
        : BucketWidth.parse(text)
            .orElseGet(
                () -> {
                  query.reject("bucket", BucketWidth.RULE);
                  return BucketWidth.DAY;
                });
  }

  private static boolean isFilled(QueryReader query) {
    String text = query.has("fill") ? query.single("fill") : null;
    if (text != null && !text.equals("null")) {
      query.reject("fill", "must be null, or not be given");
    }
    return text != null;
  }
}
