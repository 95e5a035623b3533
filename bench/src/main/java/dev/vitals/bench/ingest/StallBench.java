package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Ordinary traffic before, beside and after thousands of clients that stopped. */
public final class StallBench implements Measurement {
  private final BenchDatabase database;
  private final SamplesTable table;
  private final Duration length;
  private final Duration warmUp;
  private final int bodies;
  private final int readers;
  private final int perSecond;

  public StallBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.length = Duration.ofSeconds(arguments.number("seconds", 15));
    this.warmUp = Duration.ofSeconds(arguments.number("warmUp", 20));
    this.bodies = arguments.number("bodies", 2_000);
    this.readers = arguments.number("readers", 500);
    this.perSecond = arguments.number("perSecond", 300);
  }

  @Override
  public void run() throws Exception {
    try (Service service = WarmService.start(database, warmUp)) {
      print("ordinary traffic: requests of 10 records on 8 connections, %d a second", perSecond);
      measure(service, "before");
      try (StalledClients clients = new StalledClients(service.port())) {
        clients.addBodies(bodies);
        measure(service, bodies + " bodies");
      }
      measure(service, "after");
      try (StalledClients clients = new StalledClients(service.port())) {
        clients.addReaders(readers);
        measure(service, readers + " readers");
      }
      measure(service, "after");
      try (StalledClients clients = new StalledClients(service.port());
          StalledClients ofBodies = new StalledClients(service.port())) {
        ofBodies.addBodies(bodies);
        clients.addReaders(readers);
        measure(service, "both");
        Thread.sleep(Duration.ofSeconds(65).minus(length).toMillis());
        print("a minute later %d of %d bodies are ended by the service", ofBodies.ended(), bodies);
      }
      measure(service, "after");
    }
  }

  private void measure(Service service, String when) throws Exception {
    table.empty();
    Outcome outcome =
        Shape.of("10@8")
            .load(service.port(), Late.NONE)
            .atRate(perSecond)
            .run(length, CpuMeter.of(service, database));
    print(
        "%-12s %s; %s; %d threads, %s",
        when,
        outcome.latencies(),
        outcome.tally(),
        threads(service),
        new ServiceMemory(service).afterCollection());
    if (table.count() != outcome.tally().stored() || !outcome.tally().isOfAnswers(200)) {
      throw new IllegalStateException(
          "%d records acknowledged, %d there".formatted(outcome.tally().stored(), table.count()));
    }
  }

  private static long threads(Service service) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(service.pid()), "status")).stream()
        .filter(line -> line.startsWith("Threads:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
