package dev.vitals.bench.reading;

import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.bench.rig.Latencies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Requests over some connections at once, each connection as fast as it is answered. */
final class Load {
  private Load() {}

  static Latencies run(
      int port, int connections, Duration length, Function<RandomGenerator, byte[]> request)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(connections);
    try {
      long begun = System.nanoTime();
      long deadline = begun + length.toNanos();
      List<Future<long[]>> running = new ArrayList<>();
      for (int number = 0; number < connections; number++) {
        RandomGenerator random = new SplittableRandom(number);
        running.add(executor.submit(() -> until(deadline, port, () -> request.apply(random))));
      }
      long[] all = new long[0];
      for (Future<long[]> one : running) {
        long[] latencies = one.get();
        int from = all.length;
        all = Arrays.copyOf(all, from + latencies.length);
        System.arraycopy(latencies, 0, all, from, latencies.length);
      }
      long took = System.nanoTime() - begun;
      return new Latencies(all, Duration.ofNanos(took));
    } finally {
      executor.shutdown();
      executor.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private interface Requests {
    byte[] next();
  }

  private static long[] until(long deadline, int port, Requests requests) throws IOException {
    long[] latencies = new long[1_024];
    int count = 0;
    try (HttpConnection connection = new HttpConnection(port)) {
      while (System.nanoTime() < deadline) {
        byte[] request = requests.next();
        long sent = System.nanoTime();
        connection.exchange(request);
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, 2 * count);
        }
        latencies[count++] = System.nanoTime() - sent;
      }
    }
    return Arrays.copyOf(latencies, count);
  }
}
