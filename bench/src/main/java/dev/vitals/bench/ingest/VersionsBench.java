package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Side;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.nio.file.Path;
import java.util.List;

/**
 * This service and one that was built elsewhere, of another version, in turns on one database.
 * While one is measured the other has nothing to do.
 */
public final class VersionsBench implements Measurement {
  private final BenchDatabase database;
  private final SamplesTable table;
  private final IngestSettings settings;
  private final List<Shape> shapes;
  private final Path other;

  public VersionsBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.settings = IngestSettings.of(arguments);
    this.shapes =
        arguments.list("shapes", "1@8,1@32,1000@8,10000@8").stream().map(Shape::of).toList();
    this.other = Path.of(arguments.text("other", ""));
  }

  @Override
  public void run() throws Exception {
    try (Service before = WarmService.start(database, other, settings.warmUp());
        Service now = WarmService.start(database, settings.warmUp())) {
      print("%s", settings);
      for (Shape shape : shapes) {
        measure(shape, before, now);
      }
    }
  }

  private void measure(Shape shape, Service before, Service now) throws Exception {
    Side first = new Side();
    Side second = new Side();
    for (int round = 0; round <= settings.rounds(); round++) {
      Outcome one = run(shape, before);
      Outcome two = run(shape, now);
      print(
          "%s, round %d: other %,.0f/s, this %,.0f/s",
          shape, round, one.perSecond(), two.perSecond());
      // The first of each is for warming up.
      if (round > 0) {
        first.add(one);
        second.add(two);
      }
    }
    print(
        "%s: other %,.0f/s p99 %.2f ms, this %,.0f/s p99 %.2f ms, ratio %.2f",
        shape,
        first.perSecond(),
        first.millis(0.99),
        second.perSecond(),
        second.millis(0.99),
        second.ratioTo(first));
    print("  CPU us a record other %s", first.cpuMicrosARecord());
    print("  CPU us a record this  %s", second.cpuMicrosARecord());
  }

  private Outcome run(Shape shape, Service service) throws Exception {
    table.empty();
    Outcome outcome =
        shape
            .load(service.port(), Late.NONE)
            .run(settings.length(), CpuMeter.of(service, database));
    table.requireAllOf(outcome.tally());
    return outcome;
  }
}
