package dev.vitals.timescale.ingest;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.error.StoreErrors;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;

/**
 * Samples as rows of {@code health_metrics}. A batch is one transaction: copied if there are many
 * and all of their keys are new, else merged. When it is undone for a collision it is tried again
 * from its first statement, the reading of the watermark included.
 */
public final class TimescaleSampleStore implements SampleStore {
  private final Jdbi jdbi;
  private final WriteMeter meter;
  private final CopyChoice choice = new CopyChoice();

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   */
  public TimescaleSampleStore(Jdbi jdbi, WriteMeter meter) {
    this.jdbi = jdbi;
    this.meter = meter;
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
    if (!choice.copies(batch.size()) || !copied(batch)) {
      transaction(writer -> writer.merge(batch));
      meter.merged();
    }
  }

  /** False, and nothing is stored, if some of its keys exist. */
  private boolean copied(SampleBatch batch) {
    try {
      transaction(writer -> writer.copy(batch));
    } catch (StoreRejectedException e) {
      if (StoreErrors.isUniqueViolation(e)) {
        choice.collided();
        meter.collided();
        return false;
      }
      throw e;
    }
    choice.copied();
    meter.copied();
    return true;
  }

  private interface Writing {
    void by(SampleWriter writer) throws SQLException;
  }

  private void transaction(Writing writing) {
    StoreErrors.translated(
        () ->
            jdbi.<Boolean, SQLException>inTransaction(
                handle -> {
                  writing.by(new SampleWriter(handle));
                  return true;
                }),
        meter::retried);
  }
}
