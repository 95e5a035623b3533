package dev.vitals.bench.ingest;

import java.util.Map;
import java.util.OptionalInt;

/**
 * How clients send, written as in 1000@8.
 *
 * @param records in each request
 * @param connections at once
 */
record Shape(int records, int connections) {
  /** Where the service's groups end, in records. */
  private static final int FULL_GROUP = 20_000;

  /** Records a second that InfluxDB 1.6 took on a machine of two cores. */
  private static final Map<String, Integer> INFLUX =
      Map.of(
          "1@8", 5_400,
          "1@32", 9_100,
          "100@8", 147_000,
          "1000@8", 400_000,
          "1000@32", 485_000,
          "10000@8", 623_000);

  static Shape of(String text) {
    String[] parts = text.split("@", 2);
    return new Shape(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  boolean isOfOneRecord() {
    return records == 1;
  }

  /** As many as the service can bring together: a request of each connection, up to its limit. */
  int rowsATransaction() {
    return Math.max(records, Math.min(FULL_GROUP, records * connections));
  }

  /** The service's rule: a second one while more than a full group waits for the first. */
  int writers() {
    return records * connections > 2 * FULL_GROUP ? 2 : 1;
  }

  OptionalInt influx() {
    Integer mark = INFLUX.get(toString());
    return mark == null ? OptionalInt.empty() : OptionalInt.of(mark);
  }

  @Override
  public String toString() {
    return records + "@" + connections;
  }
}
