package dev.vitals.timescale;

import dev.vitals.domain.summary.Summary;
import java.time.OffsetDateTime;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The statements on {@code health_metrics}. Units are those of the columns' comments. */
interface HealthMetricsDao {

  /**
   * A whole batch in one statement, so it is there whole or not at all, at one round trip. Columns
   * travel as arrays: a row of {@code values} each would take five parameters a sample and a new
   * plan a batch size. -1 stands for an absent value, since arrays of primitives hold no null. Rows
   * that would not change are not written: a repeated request leaves no dead row and no WAL.
   *
   * <p>PostgreSQL multiplies an interval as a double, which is exact to the microsecond up to 2^53
   * of them: the year 2255.
   *
   * @return the rows that were added or changed
   */
  @SqlUpdate(
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
      """)
  int upsert(
      @Bind("userIds") long[] userIds,
      @Bind("timestampsMicros") long[] timestampsMicros,
      @Bind("heartRates") int[] heartRates,
      @Bind("steps") int[] steps,
      @Bind("caloriesMilli") int[] caloriesMilli);

  /** Sums and counts are bigint in PostgreSQL for these columns, so they are exact. */
  @SqlQuery(
      """
      select count(*)                      as samples,
             count(heart_rate)             as heart_rate_count,
             coalesce(sum(heart_rate), 0)  as heart_rate_sum,
             min(heart_rate)               as heart_rate_min,
             max(heart_rate)               as heart_rate_max,
             count(steps)                  as steps_count,
             coalesce(sum(steps), 0)       as steps_sum,
             count(calories)               as calories_count,
             coalesce(sum(calories), 0)    as calories_sum
      from health_metrics
      where user_id = :userId and timestamp >= :start and timestamp < :end
      """)
  @RegisterRowMapper(SummaryMapper.class)
  Summary summarize(
      @Bind("userId") long userId,
      @Bind("start") OffsetDateTime start,
      @Bind("end") OffsetDateTime end);
}
