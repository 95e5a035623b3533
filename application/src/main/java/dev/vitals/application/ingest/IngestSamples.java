package dev.vitals.application.ingest;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Takes in what devices report. For any number of threads. */
public final class IngestSamples {
  /**
   * Clocks of phones are wrong, and some are set to a zone instead of an offset: a day covers it.
   */
  private static final Duration AHEAD_OF_US = Duration.ofHours(24);

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
   * @throws StoreUnavailableException not this time, or nobody knows; sending them again is safe
   * @throws StoreRejectedException the store refuses them; nothing is stored
   */
  public void ingest(SampleBatch samples) {
    if (!samples.isEmpty()) {
      store.store(samples.collapsed());
    }
  }
}
