package dev.vitals.service.health;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what commits fail with, until one succeeds. Or until a while has passed: where no
 * samples are sent any more because we said we are not ready, only being sent some tells that the
 * fault is gone.
 */
public final class CommitWatch implements SampleStore {
  private static final Duration MEMORY = Duration.ofSeconds(15);

  private record Failure(Reason reason, Instant at) {}

  private final SampleStore store;
  private final InstantSource clock;
  private volatile @Nullable Failure failure;

  public CommitWatch(SampleStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public List<StoredKeys> store(List<SampleBatch> batches) {
    try {
      List<StoredKeys> stored = store.store(batches);
      failure = null;
      return stored;
    } catch (StoreUnavailableException e) {
      failure = new Failure(e.reason(), clock.instant());
      throw e;
    }
  }

  /** Empty if the last commit succeeded, or failed too long ago to tell. */
  public Optional<Reason> lateFailure() {
    Instant now = clock.instant();
    // One of the future is of before the clock was set back, and would be remembered for as long.
    return Optional.ofNullable(failure)
        .filter(last -> last.at().plus(MEMORY).isAfter(now) && !last.at().isAfter(now))
        .map(Failure::reason);
  }
}
