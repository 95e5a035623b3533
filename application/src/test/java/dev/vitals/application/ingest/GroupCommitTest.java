package dev.vitals.application.ingest;

import static dev.vitals.application.ingest.TestCommits.awaitAll;
import static dev.vitals.application.ingest.TestCommits.minutes;
import static dev.vitals.application.ingest.TestCommits.pause;
import static dev.vitals.application.ingest.TestCommits.sample;
import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.summary.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class GroupCommitTest {
  @RegisterExtension final TestCommits commits = new TestCommits();

  @Test
  void whatWaitsDuringACommitIsTheNextOne() throws Exception {
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(10);
    commits.store.letThrough(2);

    awaitAll(requests);
    assertThat(commits.store.batches()).hasSize(2);
    assertThat(commits.store.batches().get(1).size()).isEqualTo(10);
    assertThat(commits.store.batches().get(1).isCollapsed()).isTrue();
  }

  @Test
  void nobodyIsToldBeforeTheCommit() {
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(1);

    assertThat(requests).noneMatch(Future::isDone);
  }

  @Test
  void ofTheSameKeyTheLaterRequestWins() throws Exception {
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(0);
    requests.add(commits.request(sample(7, 60, 5)));
    requests.add(commits.request(sample(7, 70, ABSENT)));
    commits.store.open();

    awaitAll(requests);
    assertThat(commits.stored(7)).isEqualTo(Summary.of(SHIPPED, 70, 5, ABSENT));
  }

  @Test
  void ofRequestsThatAreCommittedTogetherEachIsToldWhatBecameOfItsOwn() throws Exception {
    Future<?> first = commits.request(minutes(7, 3));
    commits.store.awaitBatches(1);
    Future<StoredKeys> known = commits.request(minutes(7, 4));
    Future<StoredKeys> changing = commits.request(sample(7, 70, ABSENT));
    Future<StoredKeys> again = commits.request(sample(7, 70, ABSENT));
    Future<StoredKeys> changingBack = commits.request(sample(7, 60, ABSENT));
    Future<StoredKeys> adding = commits.request(sample(8, 60, ABSENT));
    commits.store.open();

    assertThat(first.get()).isEqualTo(new StoredKeys(3, 0, 0));
    assertThat(known.get()).isEqualTo(new StoredKeys(1, 0, 3));
    assertThat(changing.get()).isEqualTo(new StoredKeys(0, 1, 0));
    assertThat(again.get()).isEqualTo(new StoredKeys(0, 0, 1));
    assertThat(changingBack.get()).isEqualTo(new StoredKeys(0, 1, 0));
    assertThat(adding.get()).isEqualTo(new StoredKeys(1, 0, 0));
    assertThat(commits.store.batches()).hasSize(2);
  }

  @Test
  void whatNobodyWaitsForAnyMoreIsNotStored() throws Exception {
    Future<?> first = commits.request(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    Future<?> abandoned = commits.request(sample(2, 60, ABSENT), () -> true);
    Future<?> wanted = commits.request(sample(3, 60, ABSENT), () -> false);
    pause(150);
    commits.store.open();

    first.get();
    wanted.get();
    assertThatThrownBy(abandoned::get).isInstanceOf(ExecutionException.class);
    assertThat(commits.stored(2)).isEqualTo(Summary.empty(SHIPPED));
    assertThat(commits.stored(3).samples()).isEqualTo(1);
  }

  @Test
  void aSecondGroupIsBegunBesideTheFirstOnlyIfThereIsMuchToWrite() {
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    commits.begin(minutes(2, GroupCommit.WORTH_A_SECOND_WRITER));
    assertThat(commits.samplesWaiting()).isEqualTo(GroupCommit.WORTH_A_SECOND_WRITER);
    assertThat(commits.store.batches()).hasSize(1);

    commits.begin(sample(3, 60, ABSENT));

    commits.store.awaitBatches(2);
    assertThat(commits.store.batches().get(1).size())
        .isEqualTo(GroupCommit.WORTH_A_SECOND_WRITER + 1);
  }

  @Test
  void aGroupHoldsNoMoreThanAFullOneButForOneRequestThatIsLargerItself() {
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    commits.begin(minutes(2, GroupCommit.FULL_GROUP + 1));
    commits.store.awaitBatches(2);
    commits.begin(minutes(3, 60));
    commits.begin(minutes(4, GroupCommit.FULL_GROUP - 60));
    commits.begin(minutes(5, 60));
    commits.store.letThrough(1);
    commits.store.awaitBatches(3);

    assertThat(commits.store.batches().get(1).size()).isEqualTo(GroupCommit.FULL_GROUP + 1);
    assertThat(commits.store.batches().get(2).size()).isEqualTo(GroupCommit.FULL_GROUP);
  }

  @Test
  void aSlowGroupDoesNotHoldUpTheNext() {
    commits.restart(Duration.ofMillis(50), TestCommits.LONG);
    commits.begin(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    commits.begin(sample(2, 60, ABSENT));

    commits.store.awaitBatches(2);
  }

  @Test
  void whatWaitsIsCommittedBeforeItIsClosedAndNothingIsTakenThen() throws Exception {
    List<Future<?>> requests = commits.oneUnderWayAndWaiting(5);
    Future<?> closing = commits.closing();
    commits.store.open();
    closing.get();

    awaitAll(requests);
    assertThatThrownBy(() -> commits.request(sample(9, 60, ABSENT)).get())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void closingDoesNotWaitForWhenASecondGroupWouldHaveBegun() throws Exception {
    Future<?> small = commits.request(sample(1, 60, ABSENT));
    commits.store.awaitBatches(1);
    Future<?> large = commits.request(minutes(2, GroupCommit.WORTH_A_SECOND_WRITER + 1));
    commits.store.awaitBatches(2);
    commits.begin(sample(3, 60, ABSENT));
    commits.store.letThrough(1);
    while (!small.isDone() && !large.isDone()) {
      Thread.onSpinWait();
    }
    // Now one writer waits beside the other's group.
    pause(50);
    Future<?> closing = commits.closing();
    pause(50);
    commits.store.letThrough(2);

    closing.get(10, TimeUnit.SECONDS);
    small.get();
    large.get();
  }

  @Test
  void whateverIsAcknowledgedIsStored() throws Exception {
    commits.store.open();
    List<Future<?>> requests = new ArrayList<>();
    for (int user = 1; user <= 500; user++) {
      requests.add(commits.request(minutes(user, user)));
    }
    awaitAll(requests);

    for (int user = 1; user <= 500; user++) {
      assertThat(commits.stored(user).samples()).isEqualTo(user);
    }
  }
}
