package dev.vitals.timescale.kind;

import dev.vitals.domain.metric.Metric;
import dev.vitals.timescale.metrics.Figure;
import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Rollups as ordinary tables, where there are no continuous aggregates. */
final class OrdinaryRollups {
  private static final List<String> ROLLUPS = List.of("health_metrics_15m", "health_metrics_1d");

  /** What is filled at once lies together for each user, and is read with a tenth of the pages. */
  private static final String IN_ORDER_OF_USERS = " order by 1, 2";

  private OrdinaryRollups() {}

  static void create(Handle handle) {
    for (String rollup : ROLLUPS) {
      handle.execute(
          "create table if not exists "
              + rollup
              + " (like "
              + rollup
              + "_corrections including constraints including indexes)");
      // For the refresh, which looks at all users' buckets of a time. They are inserted in that
      // order, so a block range index is as good as any, and takes no space.
      handle.execute(
          "create index if not exists "
              + rollup
              + "_bucket on "
              + rollup
              + " using brin (bucket) with (autosummarize = on)");
    }
  }

  static void lock(Handle transaction) {
    ROLLUPS.forEach(
        rollup -> transaction.execute("lock table " + rollup + " in access exclusive mode"));
  }

  static void add(Handle transaction, Metric metric) {
    for (String rollup : ROLLUPS) {
      Figure.of(metric).forEach(figure -> figure.addTo(transaction, rollup));
    }
  }

  static boolean areThere(Handle handle) {
    return handle
        .createQuery(
            """
            select exists (select from pg_class
                           where oid = to_regclass('health_metrics_15m') and relkind = 'r')
            """)
        .mapTo(Boolean.class)
        .one();
  }

  /** Emptied and filled in one transaction: a window that was begun may be done again. */
  static void refreshQuarterHours(
      Handle handle, MetricColumns columns, Instant start, Instant end) {
    refill(
        handle,
        columns,
        "health_metrics_15m",
        """
        select user_id, date_bin(interval '15 minutes', timestamp, timestamptz 'epoch'),
        """
            + columns.ofSamples()
            + " from health_metrics where timestamp >= :start and timestamp < :end group by 1, 2",
        start,
        end);
  }

  static void refreshDays(Handle handle, MetricColumns columns, Instant start, Instant end) {
    refill(
        handle,
        columns,
        "health_metrics_1d",
        """
        select user_id, date_bin(interval '1 day', bucket, timestamptz 'epoch'),
        """
            + columns.ofSummaries()
            + " from health_metrics_15m where bucket >= :start and bucket < :end group by 1, 2",
        start,
        end);
  }

  static void empty(Handle transaction) {
    for (String rollup : ROLLUPS) {
      transaction.execute(
          "delete from "
              + rollup
              + " where bucket >= (select horizon from health_metrics_rollup_state)");
    }
  }

  private static void refill(
      Handle handle,
      MetricColumns columns,
      String rollup,
      String select,
      Instant start,
      Instant end) {
    handle.useTransaction(
        transaction -> {
          transaction
              .createUpdate("delete from " + rollup + " where bucket >= :start and bucket < :end")
              .bind("start", start)
              .bind("end", end)
              .execute();
          transaction
              .createUpdate(
                  "insert into "
                      + rollup
                      + " (user_id, bucket, "
                      + columns.summaryNames()
                      + ") "
                      + select
                      + IN_ORDER_OF_USERS)
              .bind("start", start)
              .bind("end", end)
              .execute();
        });
  }
}
