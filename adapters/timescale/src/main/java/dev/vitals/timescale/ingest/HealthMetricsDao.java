package dev.vitals.timescale.ingest;

import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * What a writer does with late samples, in the order it does it. Units are those of the columns'
 * comments.
 */
interface HealthMetricsDao {
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
  String SAMPLES_GIVEN =
      """
      insert into health_metrics as stored (user_id, timestamp, heart_rate, steps, calories)
      select user_id,
             timestamptz 'epoch' + micros * interval '1 microsecond',
             nullif(heart_rate, -1)::smallint,
             nullif(steps, -1),
             nullif(calories, -1)
      from unnest(:userIds::bigint[], :timestampsMicros::bigint[],
                  :heartRates::integer[], :steps::integer[], :caloriesMilli::integer[])
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
   * For this transaction. No wait for a chunk that is being compressed, or for those who wait for
   * it: that would take connections from all others. And no limit on what is decompressed, for only
   * what changes something is merged: an upsert into the columnstore decompresses first and asks
   * later, so a hundred rows that change nothing decompress a hundred thousand.
   */
  @SqlUpdate(
      "set local lock_timeout = '1s';"
          + " set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0")
  void enterColumnstore();

  /**
   * Below the columnstore's bound: keeps other writers of the same users out until the end of the
   * transaction. Rows of the columnstore cannot be locked, and what {@link #stored} has told must
   * stay as it was. A few locks in order, not one a user: the server's table of locks is small.
   */
  @SqlQuery(
      """
      select count(pg_advisory_xact_lock(1448100940, bucket))
      from (select distinct (user_id % 64)::integer as bucket from unnest(:userIds::bigint[]) user_id
            order by bucket) buckets
      """)
  int lockColumnarUsers(@Bind("userIds") long[] userIds);

  /**
   * What is stored of a given key.
   *
   * @param number the key's place among those given, from 0
   * @param heartRate -1 if there is none, as for the two that follow
   */
  record StoredRow(int number, int heartRate, int steps, int calories) {}

  /**
   * What is stored of the given keys, in their order. Row by row ("offset 0"), for as a join this
   * reads whole chunks.
   *
   * @param first bounds the timestamps, so that the planner looks at their chunks only
   */
  @SqlQuery(
      """
      select (number - 1)::integer as number,
             coalesce(heart_rate, -1) as heart_rate,
             coalesce(steps, -1) as steps,
             coalesce(calories, -1) as calories
      from unnest(:userIds::bigint[], :timestampsMicros::bigint[])
           with ordinality as given (user_id, micros, number)
      cross join lateral (
        select heart_rate, steps, calories from health_metrics
        where user_id = given.user_id
          and timestamp = timestamptz 'epoch' + given.micros * interval '1 microsecond'
          and timestamp >= :first and timestamp <= :last offset 0) stored
      order by number
      """)
  @RegisterConstructorMapper(StoredRow.class)
  List<StoredRow> stored(
      @Bind("userIds") long[] userIds,
      @Bind("timestampsMicros") long[] timestampsMicros,
      @Bind("first") OffsetDateTime first,
      @Bind("last") OffsetDateTime last);
}
