package dev.vitals.bench.ingest;

import dev.vitals.bench.load.HttpLoad;

/**
 * How clients send, written as in 1000@8.
 *
 * @param records in each request
 * @param connections at once
 */
record Shape(int records, int connections) {
  /** Where the service's groups end, in records. */
  private static final int FULL_GROUP = 20_000;

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

  HttpLoad load(int port, Late late) {
    return HttpLoad.of(
        port,
        connections,
        connection -> BatchTraffic.of(Devices.recent(connection, records), late));
  }

  @Override
  public String toString() {
    return records + "@" + connections;
  }
}
