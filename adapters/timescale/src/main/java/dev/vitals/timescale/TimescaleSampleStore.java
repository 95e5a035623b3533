package dev.vitals.timescale;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.domain.sample.SampleBatch;
import org.jdbi.v3.core.Jdbi;

/** Samples as rows of {@code health_metrics}. A batch is one statement, hence one transaction. */
public final class TimescaleSampleStore implements SampleStore {
  private final HealthMetricsDao healthMetrics;

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   */
  public TimescaleSampleStore(Jdbi jdbi) {
    healthMetrics = jdbi.onDemand(HealthMetricsDao.class);
  }

  @Override
  public void store(SampleBatch batch) {
    // Sorted keys keep overlapping batches from locking each other's rows in opposite orders.
    if (!batch.isCollapsed()) {
      throw new IllegalArgumentException("the batch is not collapsed");
    }
    StoreErrors.translated(
        () ->
            healthMetrics.upsert(
                batch.userIds(),
                batch.timestampsMicros(),
                batch.heartRates(),
                batch.steps(),
                batch.caloriesMilli()));
  }
}
