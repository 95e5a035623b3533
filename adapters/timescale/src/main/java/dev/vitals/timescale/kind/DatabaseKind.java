package dev.vitals.timescale.kind;

import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/**
 * What Vitals does otherwise on one kind of database than on another. Readers see one shape
 * everywhere: {@code health_metrics}, and {@code health_metrics_15m} and {@code health_metrics_1d}
 * with a row (user_id, bucket, summary).
 *
 * <p>Handles are in auto-commit: some statements of TimescaleDB refuse to run within a transaction.
 */
public interface DatabaseKind {
  /** In ascending order: a database may become a later one, never an earlier one. */
  enum Name {
    PLAIN,
    APACHE,
    COMMUNITY
  }

  Name name();

  /** Makes what is not there yet. Changes nothing the second time, under the same settings. */
  void setUp(Handle handle, StorageSettings settings, MetricColumns columns);

  /**
   * The table that has a rollup's rows.
   *
   * @param rollup {@code health_metrics_15m} or {@code health_metrics_1d}
   */
  default String tableOf(Handle handle, String rollup) {
    return rollup;
  }

  /** Fills the quarter hours of a window, aligned to them, from the samples as they are. */
  void refreshQuarterHours(Handle handle, MetricColumns columns, Instant start, Instant end);

  /** Fills the days of a window, aligned to them, from the quarter hours as they are. */
  void refreshDays(Handle handle, MetricColumns columns, Instant start, Instant end);

  /**
   * Leaves no rollup row from the horizon on. Those below it stay, as rows or as corrections.
   *
   * @param transaction in which the readers' bounds are put back to the horizon
   */
  void emptyRollups(Handle transaction, MetricColumns columns);

  /**
   * The latest moment not after the given midnight up to which samples can be dropped as a whole;
   * empty if there is none.
   */
  Optional<Instant> droppableBelow(Handle handle, Instant midnight);

  /** Drops the samples below the horizon, rollups stay. May be stopped and done again. */
  void dropSamples(Handle handle, Instant horizon, BooleanSupplier stopping);

  default StorageSize size(Handle handle) {
    return StorageSize.ofDatabase(handle);
  }

  /** Whole chunks below the moment that could go into the columnstore, oldest first. */
  default List<Chunk> rowChunks(Handle handle, Instant below) {
    return List.of();
  }

  /** Chunks of the columnstore that late samples left partly as rows, oldest first. */
  default List<Chunk> mixedChunks(Handle handle) {
    return List.of();
  }

  /** Puts all of a chunk into the columnstore. */
  default void compress(Handle handle, Chunk chunk) {
    throw new UnsupportedOperationException(name() + " has no columnstore");
  }
}
