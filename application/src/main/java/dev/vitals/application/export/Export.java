package dev.vitals.application.export;

import dev.vitals.application.query.RangeQuestion;
import java.time.Instant;
import java.util.Optional;

/** One that is under way. For the thread that runs it, but for {@link #stop}. */
final class Export {
  private final SampleSource source;
  private final SampleRecipient recipient;
  private final Runnable release;
  private final Stop stop = new Stop();
  private final long begun = System.nanoTime();
  private volatile boolean isStopped;
  private boolean isReleased;
  private long samples;
  private ExportOutcome outcome = ExportOutcome.FAILED;

  /**
   * @param release gives its place to another, once
   */
  Export(SampleSource source, SampleRecipient recipient, Runnable release) {
    this.source = source;
    this.recipient = recipient;
    this.release = release;
  }

  void run(RangeQuestion question) {
    try {
      source.read(question, new Counting(), stop);
      // First, or who has read all and asks for the next would find no place.
      releaseOnce();
      recipient.end();
      outcome = ExportOutcome.COMPLETE;
    } catch (RecipientGoneException e) {
      fail(ExportOutcome.CUT, e);
    } catch (RuntimeException | Error e) {
      fail(ExportOutcome.FAILED, e);
    }
  }

  /** What is stopped fails in one way or another. */
  private void fail(ExportOutcome outcome, Throwable cause) {
    this.outcome = isStopped ? ExportOutcome.STOPPED : outcome;
    fail(isStopped ? new ExportStoppedException(cause) : cause);
  }

  void fail(Throwable cause) {
    releaseOnce();
    recipient.failed(cause);
  }

  /** By any thread: the wait for the recipient ends, and that for the store. */
  void stop() {
    isStopped = true;
    recipient.cut();
    stop.ask();
  }

  void measure(ExportMeter meter) {
    meter.ended(outcome, samples, recipient.bytes(), System.nanoTime() - begun);
  }

  private void releaseOnce() {
    if (!isReleased) {
      isReleased = true;
      release.run();
    }
  }

  private final class Counting implements SampleVisitor {
    @Override
    public void begin(Optional<Instant> keptFrom) {
      recipient.begin(keptFrom);
    }

    @Override
    public boolean sample(long timestampMicros, int[] values) {
      samples++;
      return recipient.sample(timestampMicros, values);
    }
  }
}
