package dev.vitals.application.ingest;

import static dev.vitals.application.ingest.TestCommits.awaitAll;
import static dev.vitals.application.ingest.TestCommits.minutes;
import static dev.vitals.application.ingest.TestCommits.pause;
import static dev.vitals.application.ingest.TestCommits.sample;
import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupCommitFailureTest {
  private static final int BAD = 350;

  @RegisterExtension final TestCommits commits = new TestCommits();

  @Test
  void aRequestThatTheStoreRefusesFailsAlone() throws Exception {
    commits.store.refuse(
        batch -> throwIfBad(batch, new StoreRejectedException(new RuntimeException())));
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(4);
    Future<?> bad = commits.request(sample(50, BAD, ABSENT));
    requests.addAll(commits.waiting(51, 4));
    commits.store.open();

    awaitAll(requests);
    assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreRejectedException.class);
    assertThat(commits.stored(50)).isEqualTo(Summary.empty(SHIPPED));
    assertThat(commits.stored(54).samples()).isEqualTo(1);
  }

  @Test
  void aRequestThatTheStoreHasNoTimeForFailsAlone() throws Exception {
    commits.store.refuse(
        batch -> throwIfBad(batch, new StoreUnavailableException(Reason.BUSY, null)));
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(3);
    Future<?> bad = commits.request(sample(50, BAD, ABSENT));
    commits.store.open();

    awaitAll(requests);
    assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aGroupIsNotTriedInPartsForLong() throws Exception {
    commits.restart(TestCommits.LONG, Duration.ofMillis(300));
    commits.store.refuse(
        batch -> {
          if (batch.size() > 1) {
            pause(350);
            throw new StoreUnavailableException(Reason.BUSY, null);
          }
        });
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(2);
    commits.store.open();

    requests.remove(0).get();
    for (Future<?> request : requests) {
      assertThatThrownBy(request::get).hasCauseInstanceOf(StoreUnavailableException.class);
    }
    assertThat(commits.store.batches()).hasSize(2);
  }

  @Test
  void whatIsOlderThanRetentionKeepsFailsAlone() throws Exception {
    commits.store.refuse(
        batch -> {
          if (batch.earliestMicros() < EpochMicros.of(TestCommits.DAY)) {
            throw new ExpiredSamplesException(TestCommits.DAY);
          }
        });
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(3);
    SampleBatchBuilder old = new SampleBatchBuilder(SHIPPED, 1);
    old.add(50, EpochMicros.of(TestCommits.DAY) - 1, 60, ABSENT, ABSENT);
    Future<?> expired = commits.request(old.build());
    commits.store.open();

    awaitAll(requests);
    assertThatThrownBy(expired::get).hasCauseInstanceOf(ExpiredSamplesException.class);
  }

  @Test
  void ifTheStoreIsAwayWhateverWaitsIsToldAtOnce() {
    commits.store.refuse(
        batch -> {
          throw new StoreUnavailableException(Reason.AWAY, null);
        });
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(5);
    commits.store.letThrough(1);

    for (Future<?> request : requests) {
      assertThatThrownBy(request::get).hasCauseInstanceOf(StoreUnavailableException.class);
    }
    assertThat(commits.store.batches()).hasSize(1);
  }

  @Test
  void afterAFaultOfOursTheNextIsCommittedAllTheSame() throws Exception {
    commits.store.refuse(batch -> throwIfBad(batch, new IllegalStateException("a bug")));
    commits.store.open();
    Future<?> bad = commits.request(sample(1, BAD, ABSENT));

    assertThatThrownBy(bad::get).hasCauseInstanceOf(IllegalStateException.class);
    commits.request(sample(2, 60, ABSENT)).get();
  }

  @Test
  void aCallerWhoCannotBeAskedFailsItsGroupAndNoOther() throws Exception {
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    Future<?> odd =
        commits.request(
            sample(2, 60, ABSENT),
            () -> {
              throw new IllegalStateException("a bug");
            });
    pause(150);
    commits.store.open();

    assertThatThrownBy(odd::get).hasCauseInstanceOf(IllegalStateException.class);
    commits.request(sample(3, 60, ABSENT)).get();
  }

  @Test
  void aRequestDoesNotWaitForItsTurnForEver() throws Exception {
    commits.restart(TestCommits.LONG, Duration.ofMillis(50));
    Future<?> first = commits.request(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);

    Future<?> second = commits.request(sample(2, 60, ABSENT));
    assertThatThrownBy(second::get).hasCauseInstanceOf(StoreUnavailableException.class);

    commits.store.open();
    first.get();
    assertThat(commits.stored(2)).isEqualTo(Summary.empty(SHIPPED));
  }

  @Test
  void whileTheStoreDoesNotMoveRequestsAreRefusedAtOnce() {
    commits.restart(TestCommits.LONG, Duration.ofMillis(50));
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    commits.begin(minutes(2, GroupCommit.WORTH_A_SECOND_WRITER + 1));
    commits.store.awaitBatches(2);
    pause(60);

    assertThatThrownBy(() -> commits.request(sample(3, 60, ABSENT)).get())
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(commits.samplesWaiting()).isZero();
  }

  @Test
  void oneGroupThatDoesNotMoveKeepsNobodyOut() {
    commits.restart(Duration.ofMillis(10), Duration.ofMillis(50));
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    pause(60);

    commits.begin(sample(2, 60, ABSENT));
    commits.store.awaitBatches(2);
  }

  private static void throwIfBad(SampleBatch batch, RuntimeException failure) {
    for (int heartRate : batch.values(0)) {
      if (heartRate == BAD) {
        throw failure;
      }
    }
  }
}
