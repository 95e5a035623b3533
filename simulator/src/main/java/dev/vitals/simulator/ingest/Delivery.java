package dev.vitals.simulator.ingest;

import dev.vitals.simulator.http.Outcome;
import dev.vitals.simulator.http.Problem;
import dev.vitals.simulator.sync.Sync;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of the batches. */
public final class Delivery {
  private final LongAdder requests = new LongAdder();
  private final LongAdder records = new LongAdder();
  private final LongAdder lateRecords = new LongAdder();
  private final LongAdder repeatedRecords = new LongAdder();
  private final LongAdder repeatedRequests = new LongAdder();
  private final LongAdder freshMinutes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final AtomicReference<@Nullable String> firstProblem = new AtomicReference<>();

  void ended(Batch batch, boolean repeat, Outcome outcome) {
    if (outcome instanceof Outcome.Answered answer) {
      if (answer.isOk()) {
        acknowledged(batch, repeat);
      } else {
        refused.increment();
        firstProblem.compareAndSet(null, Problem.of(answer));
      }
    } else if (outcome instanceof Outcome.GivenUp failure) {
      givenUp.increment();
      firstProblem.compareAndSet(null, failure.reason());
    }
  }

  /** Whatever came of it, and if there was nothing in it to send. */
  void doneWith(Batch batch) {
    batch.syncs().stream().mapToLong(Sync::freshMinutes).forEach(freshMinutes::add);
  }

  private void acknowledged(Batch batch, boolean repeat) {
    requests.increment();
    records.add(batch.records());
    lateRecords.add(repeat ? 0 : batch.lateRecords());
    repeatedRecords.add(repeat ? batch.records() : batch.repeatedRecords());
    if (repeat) {
      repeatedRequests.increment();
    }
  }

  /** Requests that were acknowledged, repeats included. */
  public long requests() {
    return requests.sum();
  }

  /** Records that were acknowledged, repeats included. */
  public long records() {
    return records.sum();
  }

  public long lateRecords() {
    return lateRecords.sum();
  }

  /** Records sent before: those of a repeated request, and where a sync overlaps another. */
  public long repeatedRecords() {
    return repeatedRecords.sum();
  }

  public long repeatedRequests() {
    return repeatedRequests.sum();
  }

  /** How much of the simulated time is dealt with, over all users. */
  public long freshMinutes() {
    return freshMinutes.sum();
  }

  /** Requests answered with a 4xx. */
  public long refused() {
    return refused.sum();
  }

  /** Requests whose outcome stays unknown. */
  public long givenUp() {
    return givenUp.sum();
  }

  /** The first answer that was no acknowledgement, or null. */
  public @Nullable String firstProblem() {
    return firstProblem.get();
  }
}
