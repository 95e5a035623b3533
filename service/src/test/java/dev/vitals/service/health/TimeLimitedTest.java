package dev.vitals.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeLimitedTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger runs = new AtomicInteger();

  @AfterEach
  void stop() throws InterruptedException {
    released.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatTheCheckSaysIsPassedOnAndRemembered() {
    HealthCheck red = of(() -> HealthCheck.Result.unhealthy("the disk is full"));
    TimeLimited check = new TimeLimited(red, LONG, executor);

    assertThat(check.execute().getMessage()).isEqualTo("the disk is full");
    assertThat(check.wasHealthy()).isFalse();
  }

  @Test
  void beforeTheFirstRunItIsNotTakenForHealthy() {
    TimeLimited check = new TimeLimited(of(HealthCheck.Result::healthy), LONG, executor);

    assertThat(check.wasHealthy()).isFalse();
    assertThat(check.execute().isHealthy()).isTrue();
    assertThat(check.wasHealthy()).isTrue();
  }

  @Test
  void aCheckThatFailsIsUnhealthyWithItsMessage() {
    TimeLimited check =
        new TimeLimited(
            of(
                () -> {
                  throw new IllegalStateException("no such directory");
                }),
            LONG,
            executor);

    assertThat(check.execute().isHealthy()).isFalse();
    assertThat(check.execute().getMessage()).isEqualTo("no such directory");
  }

  @Test
  void oneThatHangsIsRedAfterTheLimitAndRunsOnceForAllWhoAsk() throws Exception {
    TimeLimited check = new TimeLimited(of(this::hang), SHORT, executor);

    for (int asked = 0; asked < 3; asked++) {
      assertThat(check.execute().isHealthy()).isFalse();
      assertThat(check.execute().getMessage()).startsWith("no answer within");
    }
    assertThat(check.wasHealthy()).isFalse();
    assertThat(runs).hasValue(1);
  }

  @Test
  void oneThatHungIsAskedAnewWhenItHasAnswered() throws Exception {
    TimeLimited check = new TimeLimited(of(this::hang), SHORT, executor);
    check.execute();

    released.countDown();
    TimeLimited patient = new TimeLimited(of(this::hang), LONG, executor);
    assertThat(patient.execute().isHealthy()).isTrue();
    while (!check.execute().isHealthy()) {
      // The run that hung ends a moment after it is released.
      Thread.sleep(10);
    }
    assertThat(check.wasHealthy()).isTrue();
  }

  private HealthCheck.Result hang() throws InterruptedException {
    runs.incrementAndGet();
    released.await();
    return HealthCheck.Result.healthy();
  }

  private interface Body {
    HealthCheck.Result run() throws Exception;
  }

  private static HealthCheck of(Body body) {
    return new HealthCheck() {
      @Override
      protected Result check() throws Exception {
        return body.run();
      }
    };
  }
}
