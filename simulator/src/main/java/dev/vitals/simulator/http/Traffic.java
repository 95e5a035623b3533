package dev.vitals.simulator.http;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What went over the wire, attempt by attempt. */
public final class Traffic {
  private static final long LONGEST_MICROS = Duration.ofHours(1).toNanos() / 1_000;
  private static final int DIGITS = 3;

  private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
  private final LongAdder retries = new LongAdder();
  private final LongAdder busy = new LongAdder();
  private final LongAdder otherFaults = new LongAdder();
  private final LongAdder cutOff = new LongAdder();
  private final LongAdder refused = new LongAdder();

  void answered(int status, long nanos) {
    micros.recordValue(Math.min(LONGEST_MICROS, Math.max(1, nanos / 1_000)));
    if (status == 503) {
      busy.increment();
    } else if (status >= 500) {
      otherFaults.increment();
    } else if (status >= 400) {
      refused.increment();
    }
  }

  void wasCutOff() {
    cutOff.increment();
  }

  void wasRetried() {
    retries.increment();
  }

  /** Answers of any kind. */
  public long answers() {
    return micros.getTotalCount();
  }

  public long retries() {
    return retries.sum();
  }

  /** Answers 503. */
  public long busy() {
    return busy.sum();
  }

  /** Answers of 500 and above, without 503. */
  public long otherFaults() {
    return otherFaults.sum();
  }

  /** Attempts that had no answer. */
  public long cutOff() {
    return cutOff.sum();
  }

  /** Answers from 400 to 499. */
  public long refused() {
    return refused.sum();
  }

  /** From when an attempt was due to its answer. */
  public double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }
}
