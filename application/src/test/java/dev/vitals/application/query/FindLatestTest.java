package dev.vitals.application.query;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.memory.InMemoryUsers;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class FindLatestTest {
  private static final MetricCatalogue METRICS = MetricCatalogue.of(STEPS);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final InMemoryUsers directory = new InMemoryUsers();
  private final IdentifyUsers users = new IdentifyUsers(directory);
  private final InMemorySamples samples = new InMemorySamples();
  private final Semaphore gate = new Semaphore(1_000);
  private final AtomicInteger asking = new AtomicInteger();
  private volatile LatestSource source = samples;
  private final FindLatest latest =
      new FindLatest(
          users,
          question -> {
            asking.incrementAndGet();
            gate.acquireUninterruptibly();
            return source.latest(question);
          });

  @AfterEach
  void close() {
    gate.release(1_000);
    users.close();
    latest.close();
  }

  @Test
  void aNameIsAskedForByItsNumberAndANewOneIsNotAdded() throws Exception {
    samples.store(
        SampleBatch.of(
            SHIPPED, List.of(new Sample(directory.numberOf("ann"), NOON, Map.of(STEPS, 7)))));

    assertThat(latest.find(UserId.of("ann"), METRICS).get().values())
        .first()
        .satisfies(value -> assertThat(value).contains(new LatestValue(EpochMicros.of(NOON), 7)));
    assertThat(latest.find(UserId.of("bob"), METRICS).get()).isEqualTo(LatestValues.none(METRICS));
    assertThat(directory.find(List.of("bob"))).isEmpty();
  }

  @Test
  void whatTheStoreThrowsIsToldToWhomItIsThrown() throws Exception {
    StoreUnavailableException busy = new StoreUnavailableException(Reason.BUSY, null);
    source =
        question -> {
          if (question.userId() == 13) {
            throw busy;
          }
          return samples.latest(question);
        };

    CompletableFuture<LatestValues> failing = latest.find(UserId.of(13), METRICS);
    CompletableFuture<LatestValues> other = latest.find(UserId.of(14), METRICS);

    assertThatThrownBy(failing::get).cause().isSameAs(busy);
    assertThat(other.get()).isEqualTo(LatestValues.none(METRICS));
  }

  @Test
  void fourAreAskedAtOnceAndOthersWaitForTheirTurn() throws Exception {
    gate.drainPermits();
    List<CompletableFuture<LatestValues>> answers = new ArrayList<>();
    for (int user = 1; user <= 6; user++) {
      answers.add(latest.find(UserId.of(user), METRICS));
    }
    while (asking.get() < 4) {
      Thread.onSpinWait();
    }
    assertThat(asking).hasValue(4);

    gate.release(6);
    for (CompletableFuture<LatestValues> answer : answers) {
      answer.get();
    }
    assertThat(asking).hasValue(6);
  }

  @Test
  void whatWaitsIsAnsweredBeforeTheEndAndNothingBehindIt() throws Exception {
    CompletableFuture<LatestValues> before = latest.find(UserId.of(1), METRICS);
    latest.close();

    assertThat(before.get()).isEqualTo(LatestValues.none(METRICS));
    assertThatThrownBy(() -> latest.find(UserId.of(1), METRICS).get())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }
}
