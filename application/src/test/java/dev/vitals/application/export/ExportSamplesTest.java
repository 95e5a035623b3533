package dev.vitals.application.export;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.memory.InMemoryUsers;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExportSamplesTest {
  private static final TimeRange RANGE =
      new TimeRange(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-01-02T00:00:00Z"));

  private static final Duration LONG = Duration.ofHours(1);

  private final BlockingQueue<ExportOutcome> outcomes = new LinkedBlockingQueue<>();
  private final List<Long> samples = new CopyOnWriteArrayList<>();
  private final IdentifyUsers users = new IdentifyUsers(new InMemoryUsers());
  private final List<ExportSamples> opened = new ArrayList<>();

  /** Tells three samples; what happens behind the second is up to the test. */
  private volatile Behind behind = stop -> {};

  private interface Behind {
    void second(Stop stop);
  }

  private void read(RangeQuestion question, SampleVisitor visitor, Stop stop) {
    visitor.begin(Optional.empty());
    for (int i = 0; i < 3; i++) {
      if (!visitor.sample(i, new int[] {1, 2, 3})) {
        return;
      }
      if (i == 1) {
        behind.second(stop);
      }
    }
  }

  private ExportSamples exports(int atOnce, Duration limit) {
    ExportSamples exports =
        new ExportSamples(
            users,
            this::read,
            (outcome, told, bytes, nanos) -> {
              samples.add(told);
              outcomes.add(outcome);
            },
            atOnce,
            limit);
    opened.add(exports);
    return exports;
  }

  @AfterEach
  void close() {
    opened.forEach(ExportSamples::close);
    users.close();
  }

  private static final class Recipient implements SampleRecipient {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean isCut;
    private volatile boolean hasEnded;
    private volatile @Nullable Throwable failure;
    private Runnable atEnd = () -> {};

    @Override
    public void begin(Optional<Instant> keptFrom) {}

    @Override
    public boolean sample(long timestampMicros, int[] values) {
      return true;
    }

    @Override
    public void end() {
      atEnd.run();
      hasEnded = true;
      over.countDown();
    }

    @Override
    public void failed(Throwable cause) {
      failure = cause;
      over.countDown();
    }

    @Override
    public void cut() {
      isCut = true;
    }

    @Override
    public long bytes() {
      return 5;
    }

    void await() throws InterruptedException {
      over.await();
    }
  }

  private static Recipient begin(ExportSamples exports) {
    return begin(exports, new Recipient());
  }

  private static Recipient begin(ExportSamples exports, Recipient recipient) {
    exports.export(UserId.of(1), RANGE, SHIPPED, recipient);
    return recipient;
  }

  private void awaitOutcomes(ExportOutcome... expected) throws InterruptedException {
    for (ExportOutcome outcome : expected) {
      assertThat(outcomes.poll(20, TimeUnit.SECONDS)).isEqualTo(outcome);
    }
    assertThat(outcomes).isEmpty();
  }

  @Test
  void allIsToldAndThenTheEnd() throws Exception {
    Recipient recipient = begin(exports(1, LONG));
    recipient.await();

    assertThat(recipient.hasEnded).isTrue();
    awaitOutcomes(ExportOutcome.COMPLETE);
    assertThat(samples).containsExactly(3L);
  }

  @Test
  void beyondThatManyTheyAreRefusedAndOneThatHasEndedMakesRoom() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    behind = stop -> await(gate);
    ExportSamples exports = exports(2, LONG);
    Recipient first = begin(exports);
    Recipient second = begin(exports);

    Recipient third = begin(exports);

    assertThat(exports.running()).isEqualTo(2);
    assertThat(third.failure).isInstanceOf(TooManyExportsException.class);
    gate.countDown();
    first.await();
    second.await();
    begin(exports).await();
    awaitOutcomes(
        ExportOutcome.REFUSED,
        ExportOutcome.COMPLETE,
        ExportOutcome.COMPLETE,
        ExportOutcome.COMPLETE);
    assertThat(exports.running()).isZero();
  }

  /** Or who has the end and asks for the next would be refused. */
  @Test
  void thePlaceIsFreeBeforeTheEndIsTold() throws Exception {
    ExportSamples exports = exports(1, LONG);
    Recipient next = new Recipient();
    Recipient recipient = new Recipient();
    recipient.atEnd = () -> begin(exports, next);

    begin(exports, recipient).await();
    next.await();

    assertThat(next.hasEnded).isTrue();
  }

  @Test
  void whoIsGoneIsToldAndCountedSo() throws Exception {
    behind =
        stop -> {
          throw new RecipientGoneException(new IllegalStateException());
        };
    Recipient recipient = begin(exports(1, LONG));
    recipient.await();

    assertThat(recipient.failure).isInstanceOf(RecipientGoneException.class);
    assertThat(recipient.hasEnded).isFalse();
    awaitOutcomes(ExportOutcome.CUT);
    assertThat(samples).containsExactly(2L);
  }

  @Test
  void aStoreThatIsAwayIsNoEnd() throws Exception {
    behind =
        stop -> {
          throw new StoreUnavailableException(Reason.AWAY, null);
        };
    Recipient recipient = begin(exports(1, LONG));
    recipient.await();

    assertThat(recipient.failure).isInstanceOf(StoreUnavailableException.class);
    assertThat(recipient.hasEnded).isFalse();
    awaitOutcomes(ExportOutcome.FAILED);
  }

  @Test
  void oneThatTakesTooLongIsStopped() throws Exception {
    behind = ExportSamplesTest::untilStopped;
    Recipient recipient = begin(exports(1, Duration.ofMillis(50)));
    recipient.await();

    assertThat(recipient.isCut).isTrue();
    assertThat(recipient.failure).isInstanceOf(ExportStoppedException.class);
    assertThat(recipient.hasEnded).isFalse();
    awaitOutcomes(ExportOutcome.STOPPED);
  }

  @Test
  void whileAllStopsNoneBeginsAndThoseThatLastAreCut() throws Exception {
    behind = ExportSamplesTest::untilStopped;
    ExportSamples exports = exports(2, LONG);
    Recipient recipient = begin(exports);

    exports.endWithin(Duration.ofMillis(50));

    assertThat(begin(exports).failure).isInstanceOf(TooManyExportsException.class);
    recipient.await();
    awaitOutcomes(ExportOutcome.REFUSED, ExportOutcome.STOPPED);
  }

  @Test
  void closingCutsThoseThatAreUnderWay() {
    behind = ExportSamplesTest::untilStopped;
    ExportSamples exports = exports(1, LONG);
    begin(exports);

    exports.close();

    assertThat(outcomes).containsExactly(ExportOutcome.STOPPED);
  }

  private static void untilStopped(Stop stop) {
    CountDownLatch asked = new CountDownLatch(1);
    stop.whenAsked(asked::countDown);
    await(asked);
    throw new StoreUnavailableException(Reason.BUSY, null);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
