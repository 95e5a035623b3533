package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.ColdMinute;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;

/** The first minute of a service that takes in samples. */
public final class ColdBench implements Measurement {
  private final BenchDatabase database;
  private final Shape shape;
  private final int seconds;
  private final String[] jvmOptions;

  public ColdBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.shape = Shape.of(arguments.text("shape", "1@8"));
    this.seconds = arguments.number("seconds", 60);
    this.jvmOptions = arguments.options("jvm");
  }

  @Override
  public void run() throws Exception {
    database.maintenance().refresh();
    print("database: %s", database.maintenance().status().database().describe());
    long begun = System.nanoTime();
    try (Service service = Service.start(database, Service.SETTLE_EVERY, jvmOptions)) {
      print("listens after %.1f s", (System.nanoTime() - begun) / 1e9);
      Outcome outcome =
          new ColdMinute(shape.toString(), shape.load(service.port(), Late.NONE), seconds)
              .run(CpuMeter.of(service, database));
      new SamplesTable(database).requireAllOf(outcome.tally());
    }
  }
}
