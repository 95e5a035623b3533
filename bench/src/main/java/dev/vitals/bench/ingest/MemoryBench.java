package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Tally;
import dev.vitals.bench.load.Traffic;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A service with little memory before a slow database, sent more than either can take. It may
 * refuse; it may neither break nor lose anything nor grow.
 */
public final class MemoryBench implements Measurement {
  private static final int RECORDS = 10_000;

  private final BenchDatabase database;
  private final SamplesTable table;
  private final Duration length;
  private final int connections;
  private final int bodyBytes;
  private final int slowMillis;
  private final String maxHeap;

  public MemoryBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.length = Duration.ofSeconds(arguments.number("seconds", 60));
    this.connections = arguments.number("connections", 64);
    this.bodyBytes = arguments.number("bodyBytes", 16 << 20);
    this.slowMillis = arguments.number("slowMillis", 300);
    this.maxHeap = arguments.text("maxHeap", "256m");
  }

  @Override
  public void run() throws Exception {
    database.maintenance().refresh();
    print("database: %s", database.maintenance().status().database().describe());
    SlowDatabase.slowDown(database, slowMillis);
    print("each statement that writes waits for %d ms; -Xmx%s", slowMillis, maxHeap);
    try (Service service = Service.start(database, Service.SETTLE_EVERY, "-Xmx" + maxHeap)) {
      List<Boolean> survived =
          List.of(
              survives(service, "batches of 10,000", this::batches),
              survives(service, "bodies at the limit", this::largestBodies),
              survives(service, "every record wrong", this::wrong));
      if (survived.contains(false)) {
        throw new IllegalStateException("see above");
      }
    }
  }

  private Traffic batches(int connection) {
    return BatchTraffic.of(Devices.recent(connection, RECORDS), Late.NONE);
  }

  private Traffic largestBodies(int connection) {
    return new LargestBodyTraffic(Devices.recent(connection, RECORDS), bodyBytes);
  }

  private Traffic wrong(int connection) {
    return BatchTraffic.allWrong(Devices.recent(connection, RECORDS));
  }

  private boolean survives(Service service, String name, IntFunction<Traffic> traffic)
      throws Exception {
    table.empty();
    ServiceMemory memory = new ServiceMemory(service);
    String before = memory.afterCollection();
    Outcome outcome =
        HttpLoad.of(service.port(), connections, traffic)
            .run(length, CpuMeter.of(service, database));
    Tally tally = outcome.tally();
    long rows = table.count();
    print("%s, %d connections, %,.0f records/s: %s", name, connections, outcome.perSecond(), tally);
    print("%s: %,d records acknowledged, %,d there", name, tally.stored(), rows);
    print("%s: before %s; afterwards %s", name, before, memory.afterCollection());
    boolean isOutOfMemory = service.output().contains("OutOfMemoryError");
    if (isOutOfMemory) {
      print("%s: OutOfMemoryError", name);
    }
    return !isOutOfMemory && rows == tally.stored() && tally.isOfAnswers(200, 422, 503);
  }
}
