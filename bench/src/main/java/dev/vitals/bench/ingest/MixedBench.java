package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Side;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.util.List;

/** What late and repeated samples cost those who send them among others: rounds in turns. */
public final class MixedBench implements Measurement {
  private static final int REPEAT_ONE_IN = 100;

  private final BenchDatabase database;
  private final SamplesTable table;
  private final IngestSettings settings;
  private final Shape shape;

  public MixedBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.table = new SamplesTable(database);
    this.settings = IngestSettings.of(arguments);
    this.shape = Shape.of(arguments.text("shape", "1000@8"));
  }

  @Override
  public void run() throws Exception {
    try (Service service = WarmService.start(database, settings.warmUp())) {
      CpuMeter meter = CpuMeter.of(service, database);
      print("%s, %s", shape, settings);
      List<Mix> mixes = mixes(service.port());
      for (int round = 0; round <= settings.rounds(); round++) {
        for (Mix mix : mixes) {
          Outcome outcome = run(mix.load(), meter);
          print(
              "%s, round %d: %,.0f/s, %s", mix.name(), round, outcome.perSecond(), outcome.tally());
          // The first of each is for warming up.
          if (round > 0) {
            mix.side().add(outcome);
          }
        }
      }
      Side clean = mixes.get(0).side();
      print("%n%-32s %10s %6s %8s %8s", shape, "HTTP/s", "ratio", "p50 ms", "p99 ms");
      mixes.forEach(mix -> report(mix, clean));
    }
  }

  private record Mix(String name, HttpLoad load, Side side) {
    Mix(String name, HttpLoad load) {
      this(name, load, new Side());
    }
  }

  /** The first is what the others are compared with. */
  private List<Mix> mixes(int port) {
    HttpLoad clean = shape.load(port, Late.NONE);
    return List.of(
        new Mix("clean", clean),
        new Mix("2 % late above the watermark", shape.load(port, Late.ABOVE_WATERMARK)),
        new Mix("2 % late below the watermark", shape.load(port, Late.BELOW_WATERMARK)),
        new Mix("1 % of requests repeated", clean.repeatingOneIn(REPEAT_ONE_IN)));
  }

  private Outcome run(HttpLoad load, CpuMeter meter) throws Exception {
    table.empty();
    Outcome outcome = load.run(settings.length(), meter);
    table.requireAllOf(outcome.tally());
    return outcome;
  }

  private static void report(Mix mix, Side clean) {
    Side side = mix.side();
    print(
        "%-32s %,10.0f %6.2f %8.2f %8.2f",
        mix.name(), side.perSecond(), side.ratioTo(clean), side.millis(0.5), side.millis(0.99));
  }
}
