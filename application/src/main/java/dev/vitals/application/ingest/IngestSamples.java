package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Takes in what devices report. For any number of threads. */
public final class IngestSamples {
  /**
   * Clocks of phones are wrong, and some are set to a zone instead of an offset: a day covers it.
   */
  private static final Duration AHEAD_OF_US = Duration.ofHours(24);

  /** As many as an answer shows. */
  private static final int MOST_ERRORS = 100;

  private final SampleStore store;
  private final InstantSource clock;
  private final Duration oldest;

  /**
   * @param oldest the age up to which samples are taken. It bounds how many chunks one request can
   *     make the storage open.
   */
  public IngestSamples(SampleStore store, InstantSource clock, Duration oldest) {
    this.store = requireNonNull(store, "store");
    this.clock = requireNonNull(clock, "clock");
    this.oldest = requireNonNull(oldest, "oldest");
  }

  /** The timestamps that inlets let through at this moment. */
  public TimeRange acceptedTimestamps() {
    Instant now = clock.instant();
    return new TimeRange(now.minus(oldest), now.plus(AHEAD_OF_US));
  }

  /**
   * Returns once the samples are committed.
   *
   * @param samples in the order they were reported, checked by the inlet; where a key repeats, the
   *     later one wins
   * @throws InvalidSamplesException some are older than what retention keeps; nothing is stored
   * @throws StoreUnavailableException not this time, or nobody knows; sending them again is safe
   * @throws StoreRejectedException the store refuses them; nothing is stored
   */
  public void ingest(SampleBatch samples) {
    if (samples.isEmpty()) {
      return;
    }
    try {
      store.store(samples.collapsed());
    } catch (ExpiredSamplesException e) {
      throw expired(samples, e.horizon());
    }
  }

  /** Only the store knows its horizon for sure, and only here is the order of the records known. */
  private static InvalidSamplesException expired(SampleBatch samples, Instant horizon) {
    long horizonMicros = EpochMicros.of(horizon);
    List<SampleError> errors = new ArrayList<>();
    int count = 0;
    for (int row = 0; row < samples.size(); row++) {
      if (samples.timestampsMicros()[row] < horizonMicros) {
        if (count++ < MOST_ERRORS) {
          errors.add(
              new SampleError(
                  row,
                  "timestamp",
                  "must not be before " + horizon + ": older samples are dropped"));
        }
      }
    }
    return new InvalidSamplesException(errors, count);
  }
}
