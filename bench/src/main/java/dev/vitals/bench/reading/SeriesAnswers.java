package dev.vitals.bench.reading;

import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.util.regex.Matcher;
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
    BucketSums sums = new BucketSums();
    Matcher one = BUCKET.matcher(body);
    while (one.find()) {
      sums.add(
          Long.parseLong(one.group(1)),
          Double.parseDouble(one.group(2)),
          Long.parseLong(one.group(3)),
          Long.parseLong(one.group(4)),
          Long.parseLong(one.group(5)),
          new BigDecimal(one.group(6)).movePointRight(3).longValueExact());
    }
    return sums.figures();
  }
}
