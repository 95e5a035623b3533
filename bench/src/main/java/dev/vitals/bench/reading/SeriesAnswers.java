package dev.vitals.bench.reading;

import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** The service's own by buckets, which are added up here to what the range's summary must be. */
record SeriesAnswers(String bucket) implements Respondent {
  static final String ZONE = "Europe/Berlin";

  private static final Pattern BUCKET =
      Pattern.compile(
          "\"samples\":(\\d+),\"average_heart_rate\":([0-9.]+),\"min_heart_rate\":(\\d+),"
              + "\"max_heart_rate\":(\\d+),\"total_steps\":(\\d+),\"total_calories\":([0-9.]+)");

  @Override
  public byte[] request(int user, TimeRange range) {
    return HttpConnection.get(
        "/metrics/series?user_id=%s&start=%s&end=%s&zone=%s&bucket=%s"
            .formatted(user, range.start(), range.end(), ZONE, bucket));
  }

  @Override
  public Figures figures(String body) {
    return BucketSums.of(
        BUCKET, body, text -> new BigDecimal(text).movePointRight(3).longValueExact());
  }
}
