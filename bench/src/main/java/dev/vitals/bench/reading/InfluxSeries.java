package dev.vitals.bench.reading;

import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;
import java.util.regex.Pattern;

/** InfluxDB's, by {@code group by time(...) tz(...)}, which are added up here as ours are. */
record InfluxSeries(String bucket) implements Respondent {
  /** A moment, then the figures in the order of the query. */
  private static final Pattern BUCKET =
      Pattern.compile("\\[\\d+,(\\d+),([0-9.]+),(\\d+),(\\d+),(\\d+),(\\d+)\\]");

  @Override
  public byte[] request(int user, TimeRange range) {
    return HttpConnection.get(
        InfluxDb.queryPath(
            ("select count(heart_rate), mean(heart_rate), min(heart_rate), max(heart_rate),"
                    + " sum(steps), sum(calories) from health where \"user\" = '%d' and time >= %dms"
                    + " and time < %dms group by time(%s) fill(none) tz('%s')")
                .formatted(
                    user,
                    range.start().toEpochMilli(),
                    range.end().toEpochMilli(),
                    bucket,
                    SeriesAnswers.ZONE)));
  }

  @Override
  public Figures figures(String body) {
    return BucketSums.of(BUCKET, body, Long::parseLong);
  }
}
