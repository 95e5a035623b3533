package dev.vitals.application.query;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.group.GroupRules;
import dev.vitals.application.memory.InMemoryUsers;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class SummarizeRangeTest {
  private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
  private static final TimeRange RANGE = new TimeRange(DAY, DAY.plusSeconds(60));
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long BAD = 13;

  private final InMemoryUsers directory = new InMemoryUsers();
  private final IdentifyUsers users = new IdentifyUsers(directory);
  private final Gated source = new Gated();
  private SummarizeRange summarize = with(LONG, LONG);

  /** Answers with the user's id as heart rate, when it is let. */
  private static final class Gated implements SummarySource {
    private final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore gate = new Semaphore(0);
    private volatile LongConsumer check = user -> {};

    @Override
    public List<Summary> summarize(List<RangeQuestion> questions) {
      calls.add(questions.size());
      gate.acquireUninterruptibly();
      questions.forEach(question -> check.accept(question.userId()));
      return questions.stream().map(question -> summary(question.userId())).toList();
    }

    void open() {
      gate.release(1_000);
    }

    void awaitCalls(int number) {
      while (calls.size() < number) {
        Thread.onSpinWait();
      }
    }
  }

  private SummarizeRange with(Duration another, Duration longestWait) {
    return new SummarizeRange(
        users, source, new GroupRules(3, 1, Integer.MAX_VALUE, 16, another, longestWait));
  }

  private static Summary summary(long user) {
    return Summary.of(SHIPPED, (int) user, ABSENT, ABSENT);
  }

  @AfterEach
  void close() {
    source.open();
    users.close();
    summarize.close();
  }

  @Test
  void aNameIsAskedForByItsNumberAndANewOneIsNotAdded() throws Exception {
    source.open();
    long ann = directory.numberOf("ann");

    assertThat(summarize.summarize(UserId.of("ann"), RANGE, SHIPPED).get()).isEqualTo(summary(ann));
    assertThat(summarize.summarize(UserId.of("bob"), RANGE, SHIPPED).get())
        .isEqualTo(summary(UserId.NOBODY));
    assertThat(directory.find(List.of("bob"))).isEmpty();
  }

  @Test
  void whatWaitsMeanwhileIsAskedAsOne() throws Exception {
    List<CompletableFuture<Summary>> answers = oneUnderWayAndWaiting(20);
    source.open();

    for (int user = 1; user <= answers.size(); user++) {
      assertThat(answers.get(user - 1).get()).isEqualTo(summary(user));
    }
    assertThat(source.calls).containsExactly(1, 16, 4);
  }

  @Test
  void besideOneThatTakesLongOthersAreAsked() {
    restart(Duration.ofMillis(10), LONG);
    oneUnderWayAndWaiting(1);

    source.awaitCalls(2);
    assertThat(source.calls).containsExactly(1, 1);
  }

  @Test
  void nobodyIsRefusedForANeighbour() throws Exception {
    for (RuntimeException refusal :
        new RuntimeException[] {
          new UnanswerableRangeException(DAY, List.of()),
          new StoreRejectedException(new IllegalStateException()),
          new StoreUnavailableException(Reason.BUSY, null)
        }) {
      source.check = user -> throwIf(user == BAD, refusal);
      List<CompletableFuture<Summary>> answers = oneUnderWayAndWaiting(14);
      source.open();

      for (int user = 1; user <= answers.size(); user++) {
        Future<Summary> answer = answers.get(user - 1);
        if (user == BAD) {
          assertThatThrownBy(answer::get).cause().isSameAs(refusal);
        } else {
          assertThat(answer.get()).isEqualTo(summary(user));
        }
      }
      source.gate.drainPermits();
      source.calls.clear();
    }
  }

  @Test
  void ifTheStoreIsAwayWhateverWaitsIsToldAtOnce() {
    source.check = user -> throwIf(true, new StoreUnavailableException(Reason.AWAY, null));
    List<CompletableFuture<Summary>> answers = oneUnderWayAndWaiting(5);
    source.gate.release();

    assertThat(answers)
        .allSatisfy(
            answer ->
                assertThatThrownBy(answer::get)
                    .hasCauseInstanceOf(StoreUnavailableException.class));
    assertThat(source.calls).hasSize(1);
  }

  @Test
  void aFaultOfOursFailsItsOwnAndNoOthers() throws Exception {
    source.check = user -> throwIf(user == BAD, new IllegalStateException("a bug"));
    source.open();
    Future<Summary> bad = summarize.summarize(UserId.of(BAD), RANGE, SHIPPED);

    assertThatThrownBy(bad::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(summarize.summarize(UserId.of(2), RANGE, SHIPPED).get()).isEqualTo(summary(2));
  }

  @Test
  void aQuestionDoesNotWaitForItsTurnForEver() {
    restart(LONG, Duration.ofMillis(50));
    List<CompletableFuture<Summary>> answers = oneUnderWayAndWaiting(1);

    assertThatThrownBy(() -> answers.get(1).get())
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThat(answers.get(0)).isNotDone();
  }

  @Test
  void whatWaitsIsAnsweredBeforeTheEndAndNothingBehindIt() throws Exception {
    List<CompletableFuture<Summary>> answers = oneUnderWayAndWaiting(3);
    source.open();
    summarize.close();

    for (Future<Summary> answer : answers) {
      assertThat(answer.isDone()).isTrue();
      answer.get();
    }
    assertThatThrownBy(() -> summarize.summarize(UserId.of(1), RANGE, SHIPPED).get())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  private void restart(Duration another, Duration longestWait) {
    summarize.close();
    summarize = with(another, longestWait);
  }

  /** Of users from 1. */
  private List<CompletableFuture<Summary>> oneUnderWayAndWaiting(int count) {
    List<CompletableFuture<Summary>> answers = new ArrayList<>();
    answers.add(summarize.summarize(UserId.of(1), RANGE, SHIPPED));
    source.awaitCalls(1);
    for (int user = 2; user <= 1 + count; user++) {
      answers.add(summarize.summarize(UserId.of(user), RANGE, SHIPPED));
    }
    return answers;
  }

  private static void throwIf(boolean condition, RuntimeException exception) {
    if (condition) {
      throw exception;
    }
  }
}
