package dev.vitals.bench.reading;

import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.domain.time.TimeRange;
import java.time.Instant;

/** What clients send. */
final class Requests {
  private Requests() {}

  static byte[] metrics(long userId, TimeRange range) {
    return HttpConnection.get(
        "/metrics?user_id=" + userId + "&start=" + range.start() + "&end=" + range.end());
  }

  static byte[] ingest(String... records) {
    return HttpConnection.post("/ingest", "[" + String.join(",", records) + "]");
  }

  static String sample(long userId, Instant moment, int heartRate, int steps, double calories) {
    return "{\"user_id\":"
        + userId
        + ",\"timestamp\":\""
        + moment
        + "\",\"heart_rate\":"
        + heartRate
        + ",\"steps\":"
        + steps
        + ",\"calories\":"
        + calories
        + "}";
  }
}
