package dev.vitals.service.crash;

import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends to whoever says it is ready, in turn, as a load balancer does. */
final class Balancer implements Supplier<URI>, AutoCloseable {
  private static final long PROBE_MILLIS = 100;

  /** Clients that are as fast as they can be leave no core for an instance that starts. */
  private static final long PAUSE_NANOS = 20_000_000;

  private final Map<VitalsProcess, URI> instances = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private volatile List<URI> ready = List.of();

  // They catch all they may throw.
  @SuppressWarnings("FutureReturnValueIgnored")
  Balancer() {
    probes.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(VitalsProcess instance) throws IOException {
    instances.put(instance, URI.create("http://127.0.0.1:%s/ingest".formatted(instance.apiPort())));
  }

  void remove(VitalsProcess instance) {
    instances.remove(instance);
  }

  int ready() {
    return ready.size();
  }

  @Override
  public URI get() {
    LockSupport.parkNanos(PAUSE_NANOS);
    List<URI> now = ready;
    if (now.isEmpty()) {
      throw new IllegalStateException("no instance is ready");
    }
    return now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
  }

  private void probe() {
    ready =
        instances.entrySet().stream()
            .filter(instance -> isReady(instance.getKey()))
            .map(Map.Entry::getValue)
            .toList();
  }

  private static boolean isReady(VitalsProcess instance) {
    try {
      return instance.getAdmin("/ready").statusCode() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public void close() {
    probes.shutdownNow();
  }
}
