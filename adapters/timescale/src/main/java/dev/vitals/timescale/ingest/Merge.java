package dev.vitals.timescale.ingest;

import static java.util.stream.Collectors.joining;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import java.util.List;

/** How rows are merged into what is there. */
final class Merge {
  /** An absent value, since arrays of primitives hold no null. */
  static final String ABSENT = "'" + SampleBatch.ABSENT + "'::integer";

  /**
   * A whole batch in one statement. Columns travel as arrays: a row of {@code values} each would
   * take a parameter a value and a new plan a batch size. Rows that would not change are not
   * written: a repeated request leaves no dead row and no WAL.
   *
   * <p>Returns the rows that are written, in the order given. A row that was there is locked before
   * it is replaced, and the new version takes the lock over: {@code xmax} is the transaction, and 0
   * for a row that was not there. ({@code returning old} needs PostgreSQL 18.)
   *
   * <p>Whatever is not a metric's is qualified or begins with an underscore, as no metric's name
   * does.
   *
   * <p>PostgreSQL multiplies an interval as a double, which is exact to the microsecond up to 2^53
   * of them: the year 2255.
   */
  private static final String SQL =
      """
      insert into health_metrics as stored (user_id, timestamp, COLUMNS)
      select given.user_id,
             timestamptz 'epoch' + given._micros * interval '1 microsecond',
             VALUES
      from unnest(?::bigint[], ?::bigint[], ARRAYS)
           as given (user_id, _micros, COLUMNS)
      on conflict (user_id, timestamp) do update set SETTING
      where (MERGED) is distinct from (STORED)
      returning xmax = 0 as is_new, user_id, timestamp
      """;

  private static final String RECENT =
      """
      from (select timestamptz 'epoch' + ?::bigint * interval '1 microsecond' as earliest) rows
      join health_metrics_rollup_state
           on protocol = PROTOCOL
          and removed_users = ?
          and earliest >= greatest(marked_below, columnar_below, horizon)
      cross join unnest("""
          .replace("PROTOCOL", Integer.toString(RollupState.PROTOCOL));

  private Merge() {}

  /**
   * Of samples that carry some metrics. Takes arrays as parameters: users, moments in microseconds,
   * and a column of each metric.
   */
  static String of(List<Metric> metrics) {
    return SQL.replace("COLUMNS", each(metrics, "COLUMN"))
        .replace("VALUES", each(metrics, "nullif(given.COLUMN, " + ABSENT + ")::TYPE"))
        .replace("ARRAYS", each(metrics, "?::integer[]"))
        .replace("SETTING", each(metrics, "COLUMN = coalesce(excluded.COLUMN, stored.COLUMN)"))
        .replace("MERGED", each(metrics, "coalesce(excluded.COLUMN, stored.COLUMN)"))
        .replace("STORED", each(metrics, "stored.COLUMN"));
  }

  /**
   * The same, but merges nothing unless all rows are recent: above every bound below which more is
   * to be done than to merge. The bounds are those of its own snapshot, which are the ones that
   * hold for a writer behind its lock. With two parameters before the others: the earliest
   * timestamp in microseconds, and how many users are known to be removed.
   */
  static String ofRecent(List<Metric> metrics) {
    return of(metrics).replace("from unnest(", RECENT);
  }

  private static String each(List<Metric> metrics, String text) {
    return metrics.stream()
        .map(
            metric ->
                text.replace("COLUMN", MetricColumns.name(metric))
                    .replace("TYPE", MetricColumns.type(metric)))
        .collect(joining(", "));
  }
}
