package dev.vitals.timescale.ingest;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.domain.sample.BatchGroup;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;

/**
 * Samples as rows of {@code health_metrics}. A call is one transaction: copied if there are many
 * and all of their keys are new, else merged. When it is undone for a collision it is tried again
 * from its first statement, the reading of the watermark included.
 */
public final class TimescaleSampleStore implements SampleStore {
  private final Jdbi jdbi;
  private final WriteMeter meter;
  private final RemovedUsers removed;
  private final WriterSql.Texts texts = new WriterSql.Texts();
  private final CopyChoice choice = new CopyChoice();
  private final AtomicLong recentFrom = new AtomicLong(Long.MIN_VALUE);

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   */
  public TimescaleSampleStore(Jdbi jdbi, WriteMeter meter, RemovedUsers removed) {
    this.jdbi = jdbi;
    this.meter = meter;
    this.removed = removed;
  }

  @Override
  public List<StoredKeys> store(List<SampleBatch> batches) {
    if (!batches.stream().allMatch(SampleBatch::isCollapsed)) {
      throw new IllegalArgumentException("a batch is not collapsed");
    }
    if (batches.isEmpty()) {
      return List.of();
    }
    BatchGroup group = new BatchGroup(batches);
    int keys = group.first().size();
    if (keys == 0) {
      return Collections.nCopies(batches.size(), StoredKeys.NONE);
    }
    return choice.copies(keys) ? copied(group).orElseGet(() -> merged(group)) : merged(group);
  }

  private List<StoredKeys> merged(BatchGroup group) {
    List<StoredKeys> stored = transaction(writer -> writer.merge(group));
    meter.merged();
    return stored;
  }

  /** Empty, and nothing is stored, if some of its keys exist. */
  private Optional<List<StoredKeys>> copied(BatchGroup group) {
    List<StoredKeys> stored;
    try {
      stored = transaction(writer -> writer.copy(group));
    } catch (StoreRejectedException e) {
      if (StoreErrors.isUniqueViolation(e)) {
        choice.collided();
        meter.collided();
        return Optional.empty();
      }
      throw e;
    }
    choice.copied();
    meter.copied();
    return Optional.of(stored);
  }

  private interface Writing {
    List<StoredKeys> by(SampleWriter writer) throws SQLException;
  }

  private List<StoredKeys> transaction(Writing writing) {
    return StoreErrors.translated(
        () ->
            jdbi.<List<StoredKeys>, SQLException>inTransaction(
                handle -> writing.by(new SampleWriter(handle, texts, recentFrom, removed))),
        meter::retried);
  }
}
