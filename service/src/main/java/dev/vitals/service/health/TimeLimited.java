package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A check that answers in time, whatever becomes of the one in it: a database that is frozen keeps
 * its questions for as long as a socket waits. Whoever asks meanwhile waits for the same run, so
 * there is never more than one.
 */
final class TimeLimited extends HealthCheck {
  private final HealthCheck check;
  private final Duration limit;
  private final Executor executor;
  private @Nullable CompletableFuture<Result> run;
  private volatile boolean isHealthy;

  TimeLimited(HealthCheck check, Duration limit, Executor executor) {
    this.check = check;
    this.limit = limit;
    this.executor = executor;
  }

  /** As it was found last; false before the first time. */
  boolean wasHealthy() {
    return isHealthy;
  }

  @Override
  protected Result check() throws InterruptedException, ExecutionException {
    Result result = result();
    isHealthy = result.isHealthy();
    return result;
  }

  private Result result() throws InterruptedException, ExecutionException {
    try {
      return currentRun().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Result.unhealthy(
          "no answer within %s s: what is asked hangs, or the machine is overloaded",
          limit.toSeconds());
    }
  }

  private synchronized CompletableFuture<Result> currentRun() {
    CompletableFuture<Result> current = run;
    if (current == null || current.isDone()) {
      current = CompletableFuture.supplyAsync(check::execute, executor);
      run = current;
    }
    return current;
  }
}
