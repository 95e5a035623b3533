package dev.vitals.bench.reading;

import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;

/** InfluxDB's, by one query. */
final class InfluxAnswers implements Respondent {
  /** Behind it a moment and the figures, in the order of the query. */
  private static final String BEFORE_VALUES = "\"values\":[[";

  @Override
  public byte[] request(int user, TimeRange range) {
    return HttpConnection.get(
        InfluxDb.queryPath(
            "select mean(heart_rate), min(heart_rate), max(heart_rate), sum(steps), sum(calories)"
                + " from health where \"user\" = '"
                + user
                + "' and time >= "
                + range.start().toEpochMilli()
                + "ms and time < "
                + range.end().toEpochMilli()
                + "ms"));
  }

  @Override
  public Figures figures(String body) {
    int at = body.indexOf(BEFORE_VALUES);
    int end = body.indexOf(']', at);
    if (at < 0 || end < 0) {
      throw new IllegalStateException("no values in an answer");
    }
    String[] values = body.substring(at + BEFORE_VALUES.length(), end).split(",", 6);
    return new Figures(
        Double.parseDouble(values[1]),
        Long.parseLong(values[2]),
        Long.parseLong(values[3]),
        Long.parseLong(values[4]),
        Long.parseLong(values[5]));
  }
}
