package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Tally;
import dev.vitals.bench.load.Window;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What the database takes in with nothing before it: the same samples in the same order, a COPY a
 * transaction. It takes none of the locks and reads none of the state that a writer has to.
 */
final class BareCopy implements Callable<Tally> {
  private static final String COPY =
      "copy health_metrics (user_id, timestamp, heart_rate, steps, calories)"
          + " from stdin (format binary)";

  private final BenchDatabase database;
  private final Window window;
  private final List<Devices> devices;
  private final long[] requests;
  private final int requestsATransaction;
  private int turn;

  private BareCopy(BenchDatabase database, Window window, List<Devices> devices, int rows) {
    this.database = database;
    this.window = window;
    this.devices = devices;
    this.requests = new long[devices.size()];
    this.requestsATransaction =
        (int)
            Math.min(
                Math.max(Math.round((double) rows / devices.get(0).records()), 1), devices.size());
  }

  /**
   * @param rows a transaction: rounded to whole requests, each of another connection of the shape
   */
  static Outcome run(
      BenchDatabase database, CpuMeter meter, Shape shape, int rows, int writers, Duration length)
      throws Exception {
    Window window = Window.fromNow(length);
    List<BareCopy> all = new ArrayList<>();
    for (int writer = 0; writer < writers; writer++) {
      int first = writer;
      List<Devices> devices =
          IntStream.range(0, shape.connections())
              .filter(connection -> connection % writers == first)
              .mapToObj(connection -> Devices.recent(connection, shape.records()))
              .toList();
      all.add(new BareCopy(database, window, devices, rows));
    }
    return Outcome.of(window, meter, all);
  }

  @Override
  public Tally call() throws Exception {
    Tally tally = new Tally();
    int rowCount = requestsATransaction * devices.get(0).records();
    BareRows rows = new BareRows(rowCount);
    try (Connection connection = database.connect()) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      while (!window.isOver()) {
        long begun = System.nanoTime();
        layOut(rows);
        // Without a transaction around it: a COPY by itself is one.
        CopyIn copy = postgres.getCopyAPI().copyIn(COPY);
        copy.writeToCopy(rows.bytes(), 0, rows.bytes().length);
        copy.endCopy();
        long now = System.nanoTime();
        tally.stored(rowCount);
        if (window.contains(now)) {
          tally.counted(rowCount, now - begun);
        }
      }
    }
    return tally;
  }

  /** The next connections' next requests, sorted as the service sorts them. */
  private void layOut(BareRows rows) {
    List<Integer> next = new ArrayList<>();
    for (int i = 0; i < requestsATransaction; i++) {
      next.add(turn);
      turn = (turn + 1) % devices.size();
    }
    Collections.sort(next);
    rows.clear();
    for (int connection : next) {
      rows.add(devices.get(connection), requests[connection]++);
    }
  }
}
