package dev.vitals.application.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A group commit before a store that a test lets through. */
final class TestCommits implements AfterEachCallback {
  static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

  /** No test takes as long, so it sees a second group only if it asks for one. */
  static final Duration LONG = Duration.ofSeconds(20);

  final GatedStore store = new GatedStore();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<Future<?>> begun = new ArrayList<>();
  private GroupCommit commits = new GroupCommit(store, LONG, LONG);

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    store.open();
    commits.close();
    awaitAll(begun);
    callers.shutdownNow();
  }

  /** Another one. */
  void restart(Duration alone, Duration longestWait) {
    commits.close();
    commits = new GroupCommit(store, alone, longestWait);
  }

  /** A request that is being committed, and some behind it; users from 1. */
  List<Future<?>> oneUnderWayAndWaiting(int count) {
    List<Future<?>> requests = new ArrayList<>();
    requests.add(request(sample(1, 60, ABSENT)));
    store.awaitBatches(1);
    requests.addAll(waiting(2, count));
    return requests;
  }

  List<Future<?>> waiting(int firstUser, int count) {
    List<Future<?>> requests = new ArrayList<>();
    for (int user = firstUser; user < firstUser + count; user++) {
      requests.add(request(sample(user, 60, ABSENT)));
    }
    return requests;
  }

  /** A request that has to succeed, if only at the end of the test. */
  void begin(SampleBatch batch) {
    begun.add(request(batch));
  }

  Future<StoredKeys> request(SampleBatch batch) {
    return request(batch, () -> false);
  }

  Future<StoredKeys> request(SampleBatch batch, BooleanSupplier isCallerGone) {
    return commits.commit(batch, isCallerGone);
  }

  Future<?> closing() {
    return callers.submit(commits::close);
  }

  int samplesWaiting() {
    return commits.samplesWaiting();
  }

  Summary stored(long user) {
    return store.samples.summarize(
        user, new TimeRange(DAY, DAY.plus(Duration.ofDays(30))), SHIPPED);
  }

  static void awaitAll(List<Future<?>> requests) throws Exception {
    for (Future<?> request : requests) {
      request.get();
    }
  }

  static void pause(long millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  static SampleBatch sample(long user, int heartRate, int steps) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(user, EpochMicros.of(DAY), heartRate, steps, ABSENT);
    return builder.build();
  }

  static SampleBatch minutes(long user, int count) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, count);
    for (int minute = 0; minute < count; minute++) {
      builder.add(user, EpochMicros.of(DAY.plusSeconds(60L * minute)), 60, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
