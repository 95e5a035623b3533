package dev.vitals.rest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.awaitility.Awaitility.await;

import dev.vitals.application.erase.SampleEraser;
import dev.vitals.application.export.SampleSource;
import dev.vitals.application.export.SampleVisitor;
import dev.vitals.application.export.Stop;
import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.LatestSource;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.query.SeriesSource;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The in-memory stores, or, when told so, stores that throw. */
public final class FailingSamples
    implements SampleStore, SummarySource, SeriesSource, LatestSource, SampleEraser, SampleSource {
  /** A user whose samples end when this fails, and no sooner. */
  public static final long ENDLESS = 8_888;

  /** Of that user. */
  public static final Instant DROPPED_BEFORE = Instant.parse("2024-01-01T00:00:00Z");

  private volatile InMemorySamples samples = new InMemorySamples();
  private final Semaphore gate = new Semaphore(1);
  private volatile Predicate<SampleBatch> which = batch -> true;
  private volatile @Nullable RuntimeException failure;
  private volatile String askingThread = "";

  public void reset() {
    samples = new InMemorySamples();
    recover();
  }

  /** Until the returned is run, nothing is stored, and whoever stores waits. */
  public Runnable hold() {
    gate.acquireUninterruptibly();
    return gate::release;
  }

  /** Returns once so many wait to store. */
  public void awaitHeld(int stores) {
    await().until(() -> gate.getQueueLength() >= stores);
  }

  public void recover() {
    failure = null;
  }

  public void failWith(RuntimeException failure) {
    failWith(failure, batch -> true);
  }

  /** Of writes, only some. */
  public void failWith(RuntimeException failure, Predicate<SampleBatch> which) {
    this.which = which;
    this.failure = failure;
  }

  /** What is stored for a user in the ten years before and the day after {@link TestApi#NOW}. */
  public Summary of(long userId) {
    return samples.summarize(
        userId,
        new TimeRange(
            TestApi.NOW.minus(Duration.ofDays(3653)), TestApi.NOW.plus(Duration.ofDays(1))),
        SHIPPED);
  }

  @Override
  public List<StoredKeys> store(List<SampleBatch> batches) {
    if (batches.stream().anyMatch(which)) {
      throwIfFailing();
    }
    gate.acquireUninterruptibly();
    gate.release();
    return samples.store(batches);
  }

  @Override
  public List<Summary> summarize(List<RangeQuestion> questions) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    return samples.summarize(questions);
  }

  @Override
  public List<Summary> series(SeriesQuestion question) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    return samples.series(question);
  }

  @Override
  public LatestValues latest(LatestQuestion question) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    return samples.latest(question);
  }

  @Override
  public long erase(long userId, TimeRange range) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    return samples.erase(userId, range);
  }

  @Override
  public long eraseUser(long userId) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    return samples.eraseUser(userId);
  }

  @Override
  public void read(RangeQuestion question, SampleVisitor visitor, Stop stop) {
    askingThread = Thread.currentThread().getName();
    throwIfFailing();
    if (question.userId() == ENDLESS) {
      readForEver(visitor, stop);
    } else {
      samples.read(question, visitor, stop);
    }
  }

  private void readForEver(SampleVisitor visitor, Stop stop) {
    visitor.begin(Optional.of(DROPPED_BEFORE));
    int[] values = {1, 2, 3};
    boolean isWanted = true;
    for (long micros = 0; isWanted; micros += 1_000_000) {
      throwIfFailing();
      if (stop.isAsked()) {
        throw new StoreUnavailableException(Reason.BUSY, null);
      }
      isWanted = visitor.sample(micros, values);
    }
  }

  @Override
  public void stop() {
    samples.stop();
  }

  /** The name of the thread that asked last. */
  public String askingThread() {
    return askingThread;
  }

  private void throwIfFailing() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }
}
