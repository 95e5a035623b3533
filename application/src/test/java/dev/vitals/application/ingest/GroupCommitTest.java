package dev.vitals.application.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {
  private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final int BAD = 350;

  private final GatedStore store = new GatedStore();
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final List<Future<?>> begun = new ArrayList<>();
  private GroupCommit commits = new GroupCommit(store);

  @AfterEach
  void close() throws Exception {
    store.open();
    commits.close();
    for (Future<?> request : begun) {
      request.get();
    }
    callers.shutdownNow();
  }

  @Test
  void whatWaitsDuringACommitIsTheNextOne() throws Exception {
    List<Future<?>> requests = oneUnderWayAndWaiting(10);
    store.letThrough(2);

    for (Future<?> request : requests) {
      request.get();
    }
    assertThat(store.batches()).hasSize(2);
    assertThat(store.batches().get(1).size()).isEqualTo(10);
    assertThat(store.batches().get(1).isCollapsed()).isTrue();
  }

  @Test
  void nobodyIsToldBeforeTheCommit() {
    List<Future<?>> requests = oneUnderWayAndWaiting(1);

    assertThat(requests).noneMatch(Future::isDone);
  }

  @Test
  void ofTheSameKeyTheLaterRequestWins() throws Exception {
    List<Future<?>> requests = oneUnderWayAndWaiting(0);
    requests.add(request(sample(7, 60, 5)));
    requests.add(request(sample(7, 70, ABSENT)));
    store.open();

    for (Future<?> request : requests) {
      request.get();
    }
    assertThat(stored(7)).isEqualTo(Summary.of(70, 5, ABSENT));
  }

  @Test
  void aRequestThatTheStoreRefusesFailsAlone() throws Exception {
    store.refuse(batch -> throwIfBad(batch, new StoreRejectedException(new RuntimeException())));
    List<Future<?>> requests = oneUnderWayAndWaiting(4);
    Future<?> bad = request(sample(50, BAD, ABSENT));
    requests.addAll(waiting(51, 4));
    store.open();

    for (Future<?> request : requests) {
      request.get();
    }
    assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreRejectedException.class);
    assertThat(stored(50)).isEqualTo(Summary.EMPTY);
    assertThat(stored(54).samples()).isEqualTo(1);
  }

  @Test
  void aRequestThatTheStoreHasNoTimeForFailsAlone() throws Exception {
    store.refuse(batch -> throwIfBad(batch, new StoreUnavailableException(Reason.BUSY, null)));
    List<Future<?>> requests = oneUnderWayAndWaiting(3);
    Future<?> bad = request(sample(50, BAD, ABSENT));
    store.open();

    for (Future<?> request : requests) {
      request.get();
    }
    assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aGroupIsNotTriedInPartsForLong() throws Exception {
    restart(new Patience(Duration.ofSeconds(20), Duration.ofMillis(300)));
    store.refuse(
        batch -> {
          if (batch.size() > 1) {
            pause(350);
            throw new StoreUnavailableException(Reason.BUSY, null);
          }
        });
    List<Future<?>> requests = oneUnderWayAndWaiting(2);
    store.open();

    requests.remove(0).get();
    for (Future<?> request : requests) {
      assertThatThrownBy(request::get).hasCauseInstanceOf(StoreUnavailableException.class);
    }
    assertThat(store.batches()).hasSize(2);
  }

  @Test
  void whatIsOlderThanRetentionKeepsFailsAlone() throws Exception {
    store.refuse(
        batch -> {
          if (batch.earliestMicros() < EpochMicros.of(DAY)) {
            throw new ExpiredSamplesException(DAY);
          }
        });
    List<Future<?>> requests = oneUnderWayAndWaiting(3);
    SampleBatchBuilder old = new SampleBatchBuilder(1);
    old.add(50, EpochMicros.of(DAY) - 1, 60, ABSENT, ABSENT);
    Future<?> expired = request(old.build());
    store.open();

    for (Future<?> request : requests) {
      request.get();
    }
    assertThatThrownBy(expired::get).hasCauseInstanceOf(ExpiredSamplesException.class);
  }

  @Test
  void ifTheStoreIsAwayWhateverWaitsIsToldAtOnce() {
    store.refuse(
        batch -> {
          throw new StoreUnavailableException(Reason.AWAY, null);
        });
    List<Future<?>> requests = oneUnderWayAndWaiting(5);
    store.letThrough(1);

    for (Future<?> request : requests) {
      assertThatThrownBy(request::get).hasCauseInstanceOf(StoreUnavailableException.class);
    }
    assertThat(store.batches()).hasSize(1);
  }

  @Test
  void afterAFaultOfOursTheNextIsCommittedAllTheSame() throws Exception {
    store.refuse(batch -> throwIfBad(batch, new IllegalStateException("a bug")));
    store.open();
    Future<?> bad = request(sample(1, BAD, ABSENT));

    assertThatThrownBy(bad::get).hasCauseInstanceOf(IllegalStateException.class);
    request(sample(2, 60, ABSENT)).get();
  }

  @Test
  void aCallerWhoCannotBeAskedFailsItsGroupAndNoOther() throws Exception {
    begin(sample(1, 60, ABSENT));
    Future<?> odd =
        request(
            sample(2, 60, ABSENT),
            () -> {
              throw new IllegalStateException("a bug");
            });
    pause(150);
    store.open();

    assertThatThrownBy(odd::get).hasCauseInstanceOf(IllegalStateException.class);
    request(sample(3, 60, ABSENT)).get();
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotStored() throws Exception {
    Future<?> first = request(sample(1, 60, ABSENT));
    store.awaitBatches(1);
    Future<?> abandoned = request(sample(2, 60, ABSENT), () -> true);
    Future<?> wanted = request(sample(3, 60, ABSENT), () -> false);
    awaitWaiting(2);
    pause(150);
    store.open();

    first.get();
    wanted.get();
    assertThatThrownBy(abandoned::get).isInstanceOf(ExecutionException.class);
    assertThat(stored(2)).isEqualTo(Summary.EMPTY);
    assertThat(stored(3).samples()).isEqualTo(1);
  }

  @Test
  void aSecondGroupIsBegunBesideTheFirstOnlyIfThereIsMuchToWrite() {
    begin(sample(1, 60, ABSENT));
    store.awaitBatches(1);
    begin(minutes(2, CommitQueue.WORTH_A_SECOND_WRITER));
    assertThat(commits.samplesWaiting()).isEqualTo(CommitQueue.WORTH_A_SECOND_WRITER);
    assertThat(store.batches()).hasSize(1);

    begin(sample(3, 60, ABSENT));

    store.awaitBatches(2);
    assertThat(store.batches().get(1).size()).isEqualTo(CommitQueue.WORTH_A_SECOND_WRITER + 1);
  }

  @Test
  void aGroupHoldsNoMoreThanAFullOneButForOneRequestThatIsLargerItself() {
    begin(sample(1, 60, ABSENT));
    store.awaitBatches(1);
    begin(minutes(2, CommitQueue.FULL_GROUP + 1));
    store.awaitBatches(2);
    begin(minutes(3, 60));
    begin(minutes(4, CommitQueue.FULL_GROUP - 60));
    begin(minutes(5, 60));
    store.letThrough(1);
    store.awaitBatches(3);

    assertThat(store.batches().get(1).size()).isEqualTo(CommitQueue.FULL_GROUP + 1);
    assertThat(store.batches().get(2).size()).isEqualTo(CommitQueue.FULL_GROUP);
  }

  @Test
  void aSlowGroupDoesNotHoldUpTheNext() {
    restart(new Patience(Duration.ofMillis(50), Duration.ofSeconds(20)));
    begin(sample(1, 60, ABSENT));
    store.awaitBatches(1);
    begin(sample(2, 60, ABSENT));

    store.awaitBatches(2);
  }

  @Test
  void aRequestDoesNotWaitForItsTurnForEver() throws Exception {
    restart(new Patience(Duration.ofSeconds(20), Duration.ofMillis(50)));
    Future<?> first = request(sample(1, 60, ABSENT));
    store.awaitBatches(1);

    Future<?> second = request(sample(2, 60, ABSENT));
    assertThatThrownBy(second::get).hasCauseInstanceOf(StoreUnavailableException.class);

    store.open();
    first.get();
    assertThat(stored(2)).isEqualTo(Summary.EMPTY);
  }

  @Test
  void whileTheStoreDoesNotMoveRequestsAreRefusedAtOnce() {
    restart(new Patience(Duration.ofSeconds(20), Duration.ofMillis(50)));
    begin(sample(1, 60, ABSENT));
    store.awaitBatches(1);
    pause(60);

    assertThatThrownBy(() -> commits.commit(sample(2, 60, ABSENT), () -> false))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(commits.samplesWaiting()).isZero();
  }

  @Test
  void whatWaitsIsCommittedBeforeItIsClosedAndNothingIsTakenThen() throws Exception {
    List<Future<?>> requests = oneUnderWayAndWaiting(5);
    Future<?> closing = callers.submit(commits::close);
    store.open();
    closing.get();

    for (Future<?> request : requests) {
      request.get();
    }
    assertThatThrownBy(() -> commits.commit(sample(9, 60, ABSENT), () -> false))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void whateverIsAcknowledgedIsStored() throws Exception {
    store.open();
    List<Future<?>> requests = new ArrayList<>();
    for (int user = 1; user <= 500; user++) {
      requests.add(request(minutes(user, user)));
    }
    for (Future<?> request : requests) {
      request.get();
    }

    for (int user = 1; user <= 500; user++) {
      assertThat(stored(user).samples()).isEqualTo(user);
    }
  }

  private void restart(Patience patience) {
    commits.close();
    commits = new GroupCommit(store, patience);
  }

  /** A request that is being committed, and some behind it; users from 1. */
  private List<Future<?>> oneUnderWayAndWaiting(int count) {
    List<Future<?>> requests = new ArrayList<>();
    requests.add(request(sample(1, 60, ABSENT)));
    store.awaitBatches(1);
    requests.addAll(waiting(2, count));
    return requests;
  }

  private List<Future<?>> waiting(int firstUser, int count) {
    List<Future<?>> requests = new ArrayList<>();
    for (int user = firstUser; user < firstUser + count; user++) {
      requests.add(request(sample(user, 60, ABSENT)));
    }
    return requests;
  }

  private void begin(SampleBatch batch) {
    begun.add(request(batch));
  }

  private Future<?> request(SampleBatch batch) {
    return request(batch, () -> false);
  }

  /** Returns once it waits, or is committed already: requests come in the order of the test. */
  private Future<?> request(SampleBatch batch, BooleanSupplier isCallerGone) {
    int before = seen();
    Future<?> request = callers.submit(() -> commits.commit(batch, isCallerGone));
    while (seen() == before && !request.isDone()) {
      Thread.onSpinWait();
    }
    return request;
  }

  private int seen() {
    return commits.samplesWaiting() + store.batches().stream().mapToInt(SampleBatch::size).sum();
  }

  private void awaitWaiting(int samples) {
    while (commits.samplesWaiting() < samples) {
      Thread.onSpinWait();
    }
  }

  private static void pause(long millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private Summary stored(long user) {
    return store.samples.summarize(user, new TimeRange(DAY, DAY.plus(Duration.ofDays(30))));
  }

  private static void throwIfBad(SampleBatch batch, RuntimeException failure) {
    for (int heartRate : batch.heartRates()) {
      if (heartRate == BAD) {
        throw failure;
      }
    }
  }

  private static SampleBatch sample(long user, int heartRate, int steps) {
    SampleBatchBuilder builder = new SampleBatchBuilder(1);
    builder.add(user, EpochMicros.of(DAY), heartRate, steps, ABSENT);
    return builder.build();
  }

  private static SampleBatch minutes(long user, int count) {
    SampleBatchBuilder builder = new SampleBatchBuilder(count);
    for (int minute = 0; minute < count; minute++) {
      builder.add(user, EpochMicros.of(DAY.plusSeconds(60L * minute)), 60, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
