package dev.vitals.timescale.erase;

import static dev.vitals.timescale.rollup.RollupRows.literal;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.time.EpochMicros;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;

/** One user's rows of {@code health_metrics}, which are erased a window at a time. */
final class SampleRows {
  /** A chunk as it is shipped, so that batches of the columnstore go as a whole, and quickly. */
  private static final long WINDOW_MICROS = Duration.ofDays(7).toNanos() / 1_000;

  private final Handle transaction;
  private final long userId;
  private final long columnarBelowMicros;
  private final BooleanSupplier stopping;

  /**
   * @param transaction in which nobody else writes below {@code columnarBelowMicros} for this user
   * @param stopping whether to give up between two windows
   */
  SampleRows(Handle transaction, long userId, long columnarBelowMicros, BooleanSupplier stopping) {
    this.transaction = transaction;
    this.userId = userId;
    this.columnarBelowMicros = columnarBelowMicros;
    this.stopping = stopping;
  }

  /**
   * Whatever is there is erased.
   *
   * @return how many samples, by the start of their day
   */
  Map<Long, Long> erase(long start, long end) {
    Map<Long, Long> erased = new HashMap<>();
    long[] extent = extent(start, end);
    long rowsFrom = Math.max(extent[0], Math.min(columnarBelowMicros, extent[1]));
    inWindows(extent[0], rowsFrom, (from, to) -> eraseColumnar(from, to, erased));
    inWindows(rowsFrom, extent[1], (from, to) -> eraseRows(from, to, erased));
    return erased;
  }

  private interface Window {
    void between(long start, long end);
  }

  private void inWindows(long start, long end, Window window) {
    for (long from = start; from < end; from = next(from)) {
      if (stopping.getAsBoolean()) {
        throw new StoreUnavailableException(Reason.AWAY, null);
      }
      window.between(from, Math.min(next(from), end));
    }
  }

  private static long next(long micros) {
    return (Math.floorDiv(micros, WINDOW_MICROS) + 1) * WINDOW_MICROS;
  }

  /**
   * Batches of the columnstore that go as a whole are not told row by row: so these are counted
   * before. Nobody else writes there now.
   */
  private void eraseColumnar(long start, long end, Map<Long, Long> erased) {
    if (byDay("select timestamp from health_metrics" + where(start, end), erased)) {
      transaction.execute("delete from health_metrics" + where(start, end));
    }
  }

  private void eraseRows(long start, long end, Map<Long, Long> erased) {
    byDay("delete from health_metrics" + where(start, end) + " returning timestamp", erased);
  }

  /** From the first sample to behind the last one. */
  private long[] extent(long start, long end) {
    return transaction
        .createQuery(
            "select min(timestamp), max(timestamp) from health_metrics" + where(start, end))
        .map(
            (row, context) -> {
              OffsetDateTime first = row.getObject(1, OffsetDateTime.class);
              return first == null
                  ? new long[] {0, 0}
                  : new long[] {
                    EpochMicros.of(first.toInstant()),
                    1 + EpochMicros.of(row.getObject(2, OffsetDateTime.class).toInstant())
                  };
            })
        .one();
  }

  /**
   * @return whether there are any
   */
  private boolean byDay(String timestamps, Map<Long, Long> counts) {
    Map<Long, Long> found =
        transaction
            .createQuery(
                "with these as ("
                    + timestamps
                    + ") select date_bin(interval '24 hours', timestamp, timestamptz 'epoch'),"
                    + " count(*) from these group by 1")
            .reduceRows(
                new HashMap<>(),
                (days, row) -> {
                  days.put(
                      EpochMicros.of(row.getColumn(1, Instant.class)),
                      row.getColumn(2, Long.class));
                  return days;
                });
    found.forEach((day, samples) -> counts.merge(day, samples, Long::sum));
    return !found.isEmpty();
  }

  private String where(long start, long end) {
    return " where user_id = %d and timestamp >= %s and timestamp < %s"
        .formatted(userId, literal(start), literal(end));
  }
}
