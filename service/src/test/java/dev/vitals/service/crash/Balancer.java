package dev.vitals.service.crash;

import dev.vitals.service.process.VitalsProcess;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final List<VitalsProcess> instances = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private volatile List<URI> ready = List.of();

  // They catch all they may throw.
  @SuppressWarnings("FutureReturnValueIgnored")
  Balancer() {
    probes.scheduleWithFixedDelay(this::probe, 0, PROBE_MILLIS, TimeUnit.MILLISECONDS);
  }

  void add(VitalsProcess instance) {
    instances.add(instance);
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
    ready = instances.stream().filter(Balancer::isReady).map(Balancer::ingest).toList();
  }

  private static boolean isReady(VitalsProcess instance) {
    try {
      return instance.getAdmin("/ready").statusCode() == 200;
    } catch (Exception e) {
      return false;
    }
  }

  private static URI ingest(VitalsProcess instance) {
    try {
      return URI.create("http://127.0.0.1:%d/ingest".formatted(instance.apiPort()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    probes.shutdownNow();
  }
}
