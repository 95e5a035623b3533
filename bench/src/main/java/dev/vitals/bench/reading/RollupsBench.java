package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import dev.vitals.timescale.rollup.RollupMaintenance;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A year of history, then what is asked of it and what comes late. */
public final class RollupsBench implements Measurement {
  private static final List<String> RELATIONS =
      List.of(
          "health_metrics",
          "health_metrics_15m",
          "health_metrics_1d",
          "health_metrics_15m_corrections",
          "health_metrics_1d_corrections");

  private final BenchDatabase database;
  private final History history;
  private final ReadingSettings settings;

  public RollupsBench(BenchDatabase database, Arguments arguments) {
    this(database, ReadingSettings.of(arguments));
  }

  private RollupsBench(BenchDatabase database, ReadingSettings settings) {
    this.database = database;
    this.history = new History(database, settings);
    this.settings = settings;
  }

  @Override
  public void run() throws Exception {
    RollupMaintenance rollups = database.maintenance();
    print("database: %s", rollups.status().database().describe());
    print("%s", settings);
    timed("load", () -> load());
    long samples = history.samples();
    print("samples: %,d", samples);
    sizes("as rows, without rollups", samples);
    timed("refresh, windows", () -> rollups.refresh().orElseThrow());
    sizes("as rows, with rollups", samples);
    timed("columnstore, chunks", () -> rollups.compress().orElseThrow());
    sizes("in the columnstore, with rollups", samples);
    database.execute("vacuum analyze");
    try (Service service = Service.start(database, settings.settleEvery())) {
      new Reading(database, history, settings, service.port()).run();
      new Repeats(database, history, service.port()).run();
      new Onboarding(database, history, settings, service.port()).run();
    }
  }

  private long load() throws Exception {
    history.load();
    return 0;
  }

  private void sizes(String state, long samples) {
    long all = 0;
    StringBuilder parts = new StringBuilder();
    for (String relation : RELATIONS) {
      long bytes = database.bytesOf(relation);
      all += bytes;
      parts.append(String.format("  %s %.2f", relation, (double) bytes / samples));
    }
    print("bytes a sample, %s: %.2f (%s)", state, (double) all / samples, parts.toString().trim());
  }

  private static void timed(String what, Callable<? extends Number> work) throws Exception {
    long begun = System.nanoTime();
    Number result = work.call();
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    print("%s: %s in %.1f s", what, result, took.toMillis() / 1e3);
  }
}
