package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests are picked up. Has a job of its own done where they are: by a thread of the
 * pool, and by each that reads from sockets. Where these are held by something, all other checks
 * can be green while nobody is answered.
 */
public final class RequestsCheck extends HealthCheck implements ServerLifecycleListener {
  /** Nobody waits for so long while requests are merely many: their queue is worked off. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private @Nullable Executor threads;
  private Collection<ManagedSelector> selectors = List.of();
  private long sinceNanos;
  private @Nullable CompletableFuture<Long> wait;

  @Override
  public synchronized void serverStarted(Server server) {
    // Where there are virtual ones, these answer, and the pool's own queue stays empty.
    threads = VirtualThreads.getExecutor(server.getThreadPool());
    selectors = server.getContainedBeans(ManagedSelector.class);
  }

  /** How long the last job waited, or waits by now. */
  public synchronized double waitSeconds() {
    if (wait == null) {
      return 0;
    }
    return wait.getNow(System.nanoTime() - sinceNanos) / 1e9;
  }

  @Override
  protected Result check() throws InterruptedException, ExecutionException {
    try {
      job().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return Result.healthy();
    } catch (RejectedExecutionException e) {
      // It stops, which is no fault of the threads.
      return Result.healthy();
    } catch (TimeoutException e) {
      return Result.unhealthy(
          "requests wait for a thread for %s s by now: a thread dump (kill -3) tells what all of"
              + " them are held by",
          (long) waitSeconds());
    }
  }

  private CompletableFuture<Void> pickedUp(Executor threads) {
    Stream<CompletableFuture<?>> reading =
        selectors.stream()
            .filter(ManagedSelector::isRunning)
            .map(
                selector -> {
                  CompletableFuture<Void> done = new CompletableFuture<>();
                  selector.submit(open -> done.complete(null));
                  return done;
                });
    return CompletableFuture.allOf(
        Stream.concat(Stream.of(CompletableFuture.runAsync(() -> {}, threads)), reading)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** One at a time: those that wait must not become more. */
  private synchronized CompletableFuture<Long> job() {
    CompletableFuture<Long> current = wait;
    if (current == null || current.isDone()) {
      long since = System.nanoTime();
      CompletableFuture<Long> next = new CompletableFuture<>();
      if (threads == null) {
        next.complete(0L);
      } else {
        CompletableFuture<?> unused =
            pickedUp(threads).thenRun(() -> next.complete(System.nanoTime() - since));
      }
      sinceNanos = since;
      wait = next;
      return next;
    }
    return current;
  }
}
