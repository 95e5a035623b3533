package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Contestant;
import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.PairSettings;
import dev.vitals.bench.load.PairTable;
import dev.vitals.bench.load.Turns;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.time.Duration;
import java.util.List;

/**
 * A hundred thousand users that have names of 36 characters, all of them known, and as many that
 * are integers, in turns. Each record of a request is another user's.
 */
public final class NamesBench implements Measurement {
  private static final int CONNECTIONS = 10;
  private static final int USERS_OF_EACH = 10_000;

  private final BenchDatabase database;
  private final SamplesTable table;
  private final PairSettings settings;
  private final List<Integer> sizes;

  public NamesBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.settings = PairSettings.of(arguments);
    this.sizes =
        arguments.list("records", "1,100,1000,10000").stream().map(Integer::valueOf).toList();
  }

  @Override
  public void run() throws Exception {
    try (Service service = WarmService.start(database, settings.warmUp())) {
      WarmService.wrapWal(service, database);
      addNames(service);
      PairTable pairs =
          new PairTable("records a request @ connections", "record", settings.withHalfLoad());
      for (int size : sizes) {
        Contestant names = contestant("names", size, service, BatchTraffic::ofNames);
        Contestant integers =
            contestant("integers", size, service, devices -> BatchTraffic.of(devices, Late.NONE));
        String shape = size + " @ " + CONNECTIONS;
        new Turns(settings).take(shape, List.of(names, integers));
        pairs.add(shape, names, integers);
      }
      pairs.printAll();
    }
  }

  /** By requests of ten thousand, none of which is known before. */
  private void addNames(Service service) throws Exception {
    long begun = System.nanoTime();
    load(service, USERS_OF_EACH, BatchTraffic::ofNames)
        .run(Duration.ofSeconds(1), CpuMeter.of(service, database));
    String names = database.one("select count(*) from health_metrics_users");
    print("%s names are there after %.1f s", names, (System.nanoTime() - begun) / 1e9);
    if (!names.equals(Integer.toString(CONNECTIONS * USERS_OF_EACH))) {
      throw new IllegalStateException("not all names were sent");
    }
  }

  private interface Sent {
    BatchTraffic of(Devices devices);
  }

  private Contestant contestant(String name, int records, Service service, Sent sent) {
    HttpLoad load = load(service, records, sent);
    CpuMeter meter = CpuMeter.of(service, database);
    return new Contestant(
        name,
        rate -> {
          table.empty();
          Outcome outcome = load.atRate(rate).run(settings.length(), meter);
          table.requireAllOf(outcome.tally());
          return outcome;
        });
  }

  private static HttpLoad load(Service service, int records, Sent sent) {
    return HttpLoad.of(
        service.port(),
        CONNECTIONS,
        connection -> sent.of(Devices.of(connection, USERS_OF_EACH, records)));
  }
}
