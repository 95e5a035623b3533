package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.HttpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Ten thousand keys that are there already, of a thousand users, in chunks of the columnstore: as a
 * client sends them that never got its answer, and then with other values.
 */
final class Repeats {
  private static final int KEYS_A_USER = 10;
  private static final int USERS = 1_000;

  private final BenchDatabase database;
  private final History history;
  private final int port;

  Repeats(BenchDatabase database, History history, int port) {
    this.database = database;
    this.history = history;
    this.port = port;
  }

  void run() throws Exception {
    Instant clustered = history.end().minus(Duration.ofDays(5));
    send(
        "ten minutes in a row",
        existing("timestamp < :start::timestamptz + interval '10 minutes'", clustered));
    send(
        "ten minutes over two days",
        existing(
            "extract(minute from timestamp) = 7 and extract(hour from timestamp)::integer % 4 = 3"
                + " and timestamp < :start::timestamptz + interval '40 hours'",
            clustered));
  }

  private record Stored(long userId, Instant moment, int heartRate, int steps, int caloriesMilli) {
    String record(int more) {
      return Requests.sample(userId, moment, heartRate + more, steps, caloriesMilli / 1e3);
    }
  }

  private List<Stored> existing(String condition, Instant start) {
    return database.jdbi().withHandle(handle -> existing(handle, condition, start));
  }

  private static List<Stored> existing(Handle handle, String condition, Instant start) {
    return handle
        .createQuery(
            "select user_id, timestamp, heart_rate, steps, calories from health_metrics where"
                + " timestamp >= :start and user_id <= :users and "
                + condition
                + " order by user_id, timestamp limit :keys")
        .bind("start", start)
        .bind("users", USERS)
        .bind("keys", USERS * KEYS_A_USER)
        .map(
            (row, context) ->
                new Stored(
                    row.getLong(1),
                    row.getTimestamp(2).toInstant(),
                    row.getInt(3) / 10,
                    row.getInt(4),
                    row.getInt(5)))
        .list();
  }

  private void send(String which, List<Stored> stored) throws Exception {
    timed(which + ", unchanged", stored, 0);
    timed(which + ", changed", stored, 1);
    timed(which + ", changed again", stored, 2);
  }

  private void timed(String which, List<Stored> stored, int more) throws Exception {
    List<String> records = new ArrayList<>(stored.size());
    stored.forEach(sample -> records.add(sample.record(more)));
    try (HttpConnection connection = new HttpConnection(port)) {
      long wal = database.walPosition();
      long begun = System.nanoTime();
      connection.exchange(Requests.ingest(records.toArray(new String[0])));
      double seconds = (System.nanoTime() - begun) / 1e9;
      print(
          "repeats, %s: %,d records in %.2f s, %.1f MB of WAL",
          which, records.size(), seconds, (database.walPosition() - wal) / 1e6);
    }
  }
}
