package dev.vitals.timescale.ingest;

import dev.vitals.timescale.rollup.RollupState;

/** How rows are merged into what is there. Units are those of the columns' comments. */
final class Merge {
  /**
   * A whole batch in one statement. Columns travel as arrays: a row of {@code values} each would
   * take five parameters a sample and a new plan a batch size. -1 stands for an absent value, since
   * arrays of primitives hold no null. Rows that would not change are not written: a repeated
   * request leaves no dead row and no WAL.
   *
   * <p>Returns the rows that are written, in the order given. A row that was there is locked before
   * it is replaced, and the new version takes the lock over: {@code xmax} is the transaction, and 0
   * for a row that was not there. ({@code returning old} needs PostgreSQL 18.)
   *
   * <p>PostgreSQL multiplies an interval as a double, which is exact to the microsecond up to 2^53
   * of them: the year 2255.
   */
  static final String SQL =
      """
      insert into health_metrics as stored (user_id, timestamp, heart_rate, steps, calories)
      select user_id,
             timestamptz 'epoch' + micros * interval '1 microsecond',
             nullif(heart_rate, -1)::smallint,
             nullif(steps, -1),
             nullif(calories, -1)
      from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::integer[], ?::integer[])
           as given (user_id, micros, heart_rate, steps, calories)
      on conflict (user_id, timestamp) do update
      set heart_rate = coalesce(excluded.heart_rate, stored.heart_rate),
          steps      = coalesce(excluded.steps, stored.steps),
          calories   = coalesce(excluded.calories, stored.calories)
      where (coalesce(excluded.heart_rate, stored.heart_rate),
             coalesce(excluded.steps, stored.steps),
             coalesce(excluded.calories, stored.calories))
            is distinct from (stored.heart_rate, stored.steps, stored.calories)
      returning xmax = 0 as is_new, user_id, timestamp
      """;

  /**
   * The same, but merges nothing unless all rows are recent: above every bound below which more is
   * to be done than to merge. The bounds are those of its own snapshot, which are the ones that
   * hold for a writer behind its lock. With one parameter more, the earliest timestamp in
   * microseconds.
   */
  static final String OF_RECENT =
      SQL.replace(
          "from unnest(",
          """
          from (select timestamptz 'epoch' + ?::bigint * interval '1 microsecond' as earliest) rows
          join health_metrics_rollup_state
               on protocol = PROTOCOL
              and earliest >= greatest(marked_below, columnar_below, horizon)
          cross join unnest("""
              .replace("PROTOCOL", Integer.toString(RollupState.PROTOCOL)));

  private Merge() {}
}
