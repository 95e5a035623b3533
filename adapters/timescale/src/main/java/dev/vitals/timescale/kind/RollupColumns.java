package dev.vitals.timescale.kind;

import dev.vitals.domain.metric.Metric;
import org.jdbi.v3.core.Handle;

/**
 * The columns of the rollups that are there: tables, continuous aggregates, or none yet. By what is
 * there, since a database that gained the extension has tables until it is set up anew.
 */
public final class RollupColumns {
  private RollupColumns() {}

  /** Keeps everybody out of those that are tables, until the end of the transaction. */
  public static void lock(Handle transaction) {
    if (OrdinaryRollups.areThere(transaction)) {
      OrdinaryRollups.lock(transaction);
    }
  }

  /** Whether they take more columns. Continuous aggregates do from TimescaleDB 2.28 on. */
  public static boolean takeMore(Handle handle) {
    return !ContinuousAggregates.areThere(handle)
        || DetectedDatabase.detect(handle).addsToAggregates();
  }

  /** Adds those of a metric. They are null in what is filled already. */
  public static void add(Handle transaction, Metric metric) {
    if (OrdinaryRollups.areThere(transaction)) {
      OrdinaryRollups.add(transaction, metric);
    } else if (ContinuousAggregates.areThere(transaction)) {
      ContinuousAggregates.add(transaction, metric);
    }
  }
}
