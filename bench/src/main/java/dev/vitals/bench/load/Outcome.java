package dev.vitals.bench.load;

import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.CpuSeconds;
import dev.vitals.bench.rig.Latencies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What came of one round.
 *
 * @param seconds of the window, to which {@link Tally#counted} and the CPU time belong
 */
public record Outcome(Tally tally, double seconds, CpuSeconds cpu) {
  /** Runs the workers at once, each until the window is over. */
  public static Outcome of(Window window, CpuMeter meter, List<? extends Callable<Tally>> workers)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(workers.size());
    try {
      List<Future<Tally>> running = new ArrayList<>();
      workers.forEach(worker -> running.add(executor.submit(worker)));
      Window.waitUntil(window.from());
      CpuSeconds before = meter.read();
      Window.waitUntil(window.until());
      CpuSeconds cpu = meter.read().since(before);
      Tally all = new Tally();
      for (Future<Tally> one : running) {
        all = all.plus(one.get());
      }
      return new Outcome(all, window.seconds(), cpu);
    } finally {
      executor.shutdown();
      executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Records. */
  public double perSecond() {
    return tally.counted() / seconds;
  }

  /** What whoever sends took of the cores, which was not there for who answers. */
  double generatorMicrosARecord() {
    return cpu.bench() / tally.counted() * 1e6;
  }

  /** Of the requests within the window. */
  public Latencies latencies() {
    return new Latencies(tally.latenciesNanos(), Duration.ofNanos(Math.round(seconds * 1e9)));
  }
}
