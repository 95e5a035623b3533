package dev.vitals.timescale;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.error.StoreErrors;
import org.jdbi.v3.core.Jdbi;

/**
 * Samples as rows of {@code health_metrics}. A batch is one transaction. When it is undone for a
 * collision it is tried again from its first statement, the reading of the watermark included.
 */
public final class TimescaleSampleStore implements SampleStore {
  private final Jdbi jdbi;

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   */
  public TimescaleSampleStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  @Override
  public void store(SampleBatch batch) {
    // Sorted keys keep overlapping batches from locking each other's rows in opposite orders.
    if (!batch.isCollapsed()) {
      throw new IllegalArgumentException("the batch is not collapsed");
    }
    if (batch.isEmpty()) {
      return;
    }
    StoreErrors.translated(
        () ->
            jdbi.inTransaction(
                handle -> {
                  new SampleWriter(handle.attach(HealthMetricsDao.class)).write(batch);
                  return true;
                }));
  }
}
