package dev.vitals.bench.load;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.CpuMeter;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How many requests a service answers in each of its first seconds. */
public final class ColdMinute {
  /** Of the seconds, so many of the last are what it reaches in the end. */
  private static final int FINAL_ONE_IN = 6;

  private static final double ENOUGH = 0.9;

  private final String what;
  private final HttpLoad load;
  private final int seconds;

  public ColdMinute(String what, HttpLoad load, int seconds) {
    this.what = what;
    this.load = load;
    this.seconds = seconds;
  }

  public Outcome run(CpuMeter meter) throws Exception {
    ExecutorService runner = Executors.newSingleThreadExecutor();
    try {
      Future<Outcome> outcome = runner.submit(() -> load.run(Duration.ofSeconds(seconds), meter));
      report(watch());
      return outcome.get();
    } finally {
      runner.shutdown();
    }
  }

  private long[] watch() {
    long[] perSecond = new long[seconds];
    long begun = System.nanoTime();
    long before = 0;
    for (int second = 0; second < seconds; second++) {
      Window.waitUntil(begun + Duration.ofSeconds(second + 1).toNanos());
      long now = load.acknowledged().sum();
      perSecond[second] = now - before;
      before = now;
      print("%s, second %2d: %,d requests", what, second + 1, perSecond[second]);
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
            "%s, reached %,d a second, nine tenths of it in second %d", what, reached, second + 1);
        return;
      }
    }
  }
}
