package dev.vitals.bench.person;

import dev.vitals.bench.rig.BenchDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** People with a sample a minute for some years, up to the midnight before last. */
final class Persons {
  private final BenchDatabase database;
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
  private final Duration length;

  Persons(BenchDatabase database, Duration length) {
    this.database = database;
    this.length = length;
  }

  Instant start() {
    return end.minus(length);
  }

  Instant end() {
    return end;
  }

  long samplesEach() {
    return length.toMinutes();
  }

  /** Past the service, which would take minutes for them; then filled, compressed and cleaned. */
  void load(long first, long last) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set vitals.protocol = 3");
      for (long user = first; user <= last; user++) {
        statement.execute(
            """
            insert into health_metrics (user_id, timestamp, heart_rate, steps, calories)
            select %d, minute, 600 + (extract(epoch from minute)::bigint / 60 * 7919) %% 900,
                   (extract(epoch from minute)::bigint / 60 * 104729) %% 150,
                   1000 + (extract(epoch from minute)::bigint / 60 * 1299709) %% 5000
            from generate_series(timestamptz '%s', timestamptz '%s', interval '1 minute') minute
            """
                .formatted(user, start(), end.minusSeconds(60)));
      }
    }
    database.maintenance().refresh();
    database.maintenance().compress();
    database.execute("vacuum analyze");
  }
}
