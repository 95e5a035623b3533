package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.lifecycle.ServerLifecycleListener;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests are picked up. Puts a job of its own into the queue that they wait in: where all
 * threads are held by something, all other checks can be green while nobody is answered.
 */
public final class RequestsCheck extends HealthCheck implements ServerLifecycleListener {
  /** Nobody waits for so long while requests are merely many: their queue is worked off. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private @Nullable Executor threads;
  private long sinceNanos;
  private @Nullable CompletableFuture<Long> wait;

  @Override
  public synchronized void serverStarted(Server server) {
    // Where there are virtual ones, these answer, and the pool's own queue stays empty.
    threads = VirtualThreads.getExecutor(server.getThreadPool());
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

  /** One at a time: those that wait must not become more. */
  private synchronized CompletableFuture<Long> job() {
    CompletableFuture<Long> current = wait;
    if (current == null || current.isDone()) {
      long since = System.nanoTime();
      CompletableFuture<Long> next = new CompletableFuture<>();
      if (threads == null) {
        next.complete(0L);
      } else {
        threads.execute(() -> next.complete(System.nanoTime() - since));
      }
      sinceNanos = since;
      wait = next;
      return next;
    }
    return current;
  }
}
