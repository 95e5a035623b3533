package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Tally;
import dev.vitals.bench.load.Window;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A commit a record on one connection, as of a service that does not group: the merge of the
 * service's own upsert, with nothing before it and prepared once.
 */
final class SingleUpserts implements Callable<Tally> {
  private static final String UPSERT =
      """
      insert into health_metrics as stored (user_id, timestamp, heart_rate, steps, calories)
      values (?, ?, ?, ?, ?)
      on conflict (user_id, timestamp) do update
      set heart_rate = coalesce(excluded.heart_rate, stored.heart_rate),
          steps      = coalesce(excluded.steps, stored.steps),
          calories   = coalesce(excluded.calories, stored.calories)
      where (coalesce(excluded.heart_rate, stored.heart_rate),
             coalesce(excluded.steps, stored.steps),
             coalesce(excluded.calories, stored.calories))
            is distinct from (stored.heart_rate, stored.steps, stored.calories)
      """;

  private final BenchDatabase database;
  private final Window window;

  private SingleUpserts(BenchDatabase database, Window window) {
    this.database = database;
    this.window = window;
  }

  static Outcome run(BenchDatabase database, CpuMeter meter, Duration length) throws Exception {
    Window window = Window.fromNow(length);
    return Outcome.of(window, meter, List.of(new SingleUpserts(database, window)));
  }

  @Override
  public Tally call() throws Exception {
    Devices devices = Devices.recent(0, 1);
    Tally tally = new Tally();
    try (Connection connection = database.connect();
        PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      for (long number = 0; !window.isOver(); number++) {
        long begun = System.nanoTime();
        upsert.setLong(1, devices.firstUser(number));
        upsert.setObject(
            2, Instant.ofEpochMilli(devices.firstMillis(number)).atOffset(ZoneOffset.UTC));
        upsert.setInt(3, 720);
        upsert.setInt(4, 12);
        upsert.setInt(5, 1_250);
        upsert.executeUpdate();
        long now = System.nanoTime();
        tally.stored(1);
        if (window.contains(now)) {
          tally.counted(1, now - begun);
        }
      }
    }
    return tally;
  }
}
