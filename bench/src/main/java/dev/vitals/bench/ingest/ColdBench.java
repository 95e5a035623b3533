package dev.vitals.bench.ingest;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.load.HttpLoad;
import dev.vitals.bench.load.Outcome;
import dev.vitals.bench.load.Window;
import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.bench.rig.Service;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The first minute of a service: how many requests it answers in each second. */
public final class ColdBench implements Measurement {
  /** Of the seconds, so many of the last are what it reaches in the end. */
  private static final int FINAL_ONE_IN = 6;

  private static final double ENOUGH = 0.9;

  private final BenchDatabase database;
  private final Shape shape;
  private final int seconds;
  private final String[] jvmOptions;

  public ColdBench(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.shape = Shape.of(arguments.text("shape", "1@8"));
    this.seconds = arguments.number("seconds", 60);
    this.jvmOptions = arguments.text("jvm", "-Dvitals.bench=cold").split(" ");
  }

  @Override
  public void run() throws Exception {
    database.maintenance().refresh();
    print("database: %s", database.maintenance().status().database().describe());
    long begun = System.nanoTime();
    try (Service service = Service.start(database, Service.SETTLE_EVERY, jvmOptions)) {
      print("listens after %.1f s", (System.nanoTime() - begun) / 1e9);
      HttpLoad load = shape.load(service.port(), Late.NONE);
      ExecutorService runner = Executors.newSingleThreadExecutor();
      try {
        Future<Outcome> outcome =
            runner.submit(
                () -> load.run(Duration.ofSeconds(seconds), CpuMeter.of(service, database)));
        long[] perSecond = watch(load);
        new SamplesTable(database).requireAllOf(outcome.get().tally());
        report(perSecond);
      } finally {
        runner.shutdown();
      }
    }
  }

  private long[] watch(HttpLoad load) {
    long[] perSecond = new long[seconds];
    long begun = System.nanoTime();
    long before = 0;
    for (int second = 0; second < seconds; second++) {
      Window.waitUntil(begun + Duration.ofSeconds(second + 1).toNanos());
      long now = load.acknowledged().sum();
      perSecond[second] = now - before;
      before = now;
      print("%s, second %2d: %,d requests", shape, second + 1, perSecond[second]);
    }
    return perSecond;
  }

  private void report(long[] perSecond) {
    int last = Math.max(seconds / FINAL_ONE_IN, 1);
    long[] end = Arrays.copyOfRange(perSecond, seconds - last, seconds);
    Arrays.sort(end);
    long reached = end[last / 2];
    for (int second = 0; second < seconds; second++) {
      if (perSecond[second] >= ENOUGH * reached) {
        print(
            "%s, reached %,d a second, nine tenths of it in second %d", shape, reached, second + 1);
        return;
      }
    }
  }
}
