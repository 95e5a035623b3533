package dev.vitals.bench.ingest;

import dev.vitals.bench.load.Contestant;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.load.PairTable;
import dev.vitals.bench.load.Tally;
import dev.vitals.bench.load.Turns;
import dev.vitals.bench.peers.InfluxDb;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Service;
import java.time.Duration;
import java.util.List;

/**
 * The same records to the service and to InfluxDB, in turns, each round into nothing: what is taken
 * as it comes, and what all comes a week late, below the watermark.
 */
public final class InfluxPairs {
  private static final String SHAPES = "1@8,1@32,100@8,1000@8,10000@8";
  private static final Duration WEEK = Duration.ofDays(7);

  private final PairSettings settings;
  private final List<Shape> recent;
  private final List<Shape> late;
  private final String[] jvmOptions;

  public InfluxPairs(Arguments arguments) {
    this.settings = PairSettings.of(arguments);
    this.recent = shapes(arguments, "shapes");
    this.late = shapes(arguments, "late");
    this.jvmOptions = arguments.options("jvm");
  }

  private static List<Shape> shapes(Arguments arguments, String name) {
    return arguments.list(name, SHAPES).stream()
        .filter(shape -> !shape.isEmpty())
        .map(Shape::of)
        .toList();
  }

  public boolean isAny() {
    return !recent.isEmpty() || !late.isEmpty();
  }

  public void run(BenchDatabase database) throws Exception {
    try (InfluxDb influx = InfluxDb.start();
        Service service = WarmService.start(database, settings.warmUp(), jvmOptions)) {
      WarmService.wrapWal(service, database);
      Servers servers = new Servers(database, service, influx);
      PairTable recentTable =
          measure("records a request @ connections", recent, Duration.ZERO, servers);
      PairTable lateTable = measure("all a week late", late, WEEK, servers);
      recentTable.printAll();
      lateTable.printAll();
    }
  }

  private record Servers(BenchDatabase database, Service service, InfluxDb influx) {}

  private PairTable measure(String title, List<Shape> shapes, Duration late, Servers servers)
      throws Exception {
    PairTable table = new PairTable(title, "record", settings.withHalfLoad());
    for (Shape shape : shapes) {
      Contestant vitals = vitals(shape, late, servers);
      Contestant influx = influx(shape, late, servers.influx());
      new Turns(settings).take(title + ", " + shape, List.of(vitals, influx));
      table.add(shape.records() + " @ " + shape.connections(), vitals, influx);
    }
    return table;
  }

  private Contestant vitals(Shape shape, Duration late, Servers servers) {
    SamplesTable table = new SamplesTable(servers.database());
    CpuMeter meter = CpuMeter.of(servers.service(), servers.database());
    HttpLoad load =
        HttpLoad.of(
            servers.service().port(),
            shape.connections(),
            connection ->
                BatchTraffic.of(Devices.late(connection, shape.records(), late), Late.NONE));
    return new Contestant(
        "Vitals",
        rate -> {
          table.empty();
          Outcome outcome = load.atRate(rate).run(settings.length(), meter);
          requireAll(outcome.tally(), table.count());
          return outcome;
        });
  }

  private Contestant influx(Shape shape, Duration late, InfluxDb influx) {
    CpuMeter meter = influx.meter();
    HttpLoad load =
        HttpLoad.of(
            influx.port(),
            shape.connections(),
            connection ->
                BatchTraffic.ofLines(
                    influx.writePath(), Devices.late(connection, shape.records(), late)));
    return new Contestant(
        "InfluxDB",
        rate -> {
          influx.empty();
          Outcome outcome = load.atRate(rate).run(settings.length(), meter);
          requireAll(outcome.tally(), influx.samples());
          return outcome;
        });
  }

  private static void requireAll(Tally tally, long stored) {
    if (!tally.isOfAnswers(200, 204) || tally.stored() != stored) {
      throw new IllegalStateException(
          "acknowledged %,d records, and %,d are there; %s"
              .formatted(tally.stored(), stored, tally));
    }
  }
}
