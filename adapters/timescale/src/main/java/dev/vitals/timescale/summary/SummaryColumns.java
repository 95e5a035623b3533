package dev.vitals.timescale.summary;

/**
 * A {@link dev.vitals.domain.summary.Summary} in SQL. Counts and sums are bigint everywhere: exact,
 * and cheaper than numeric, which PostgreSQL makes of a sum of bigint.
 */
public final class SummaryColumns {
  /** Their names, in the order of all that follows. */
  public static final String NAMES =
      """
      samples, heart_rate_count, heart_rate_sum, heart_rate_min, heart_rate_max,
      steps_count, steps_sum, calories_count, calories_sum""";

  /** Over rows of {@code health_metrics}. */
  public static final String OF_SAMPLES =
      """
      count(*)                     as samples,
      count(heart_rate)            as heart_rate_count,
      coalesce(sum(heart_rate), 0) as heart_rate_sum,
      min(heart_rate)              as heart_rate_min,
      max(heart_rate)              as heart_rate_max,
      count(steps)                 as steps_count,
      coalesce(sum(steps), 0)      as steps_sum,
      count(calories)              as calories_count,
      coalesce(sum(calories), 0)   as calories_sum""";

  /** Over rows that are summaries themselves. */
  public static final String OF_SUMMARIES =
      """
      coalesce(sum(samples), 0)::bigint          as samples,
      coalesce(sum(heart_rate_count), 0)::bigint as heart_rate_count,
      coalesce(sum(heart_rate_sum), 0)::bigint   as heart_rate_sum,
      min(heart_rate_min)                        as heart_rate_min,
      max(heart_rate_max)                        as heart_rate_max,
      coalesce(sum(steps_count), 0)::bigint      as steps_count,
      coalesce(sum(steps_sum), 0)::bigint        as steps_sum,
      coalesce(sum(calories_count), 0)::bigint   as calories_count,
      coalesce(sum(calories_sum), 0)::bigint     as calories_sum""";

  private SummaryColumns() {}

  /** With the table's name before each. */
  public static String namesOf(String table) {
    return table + "." + NAMES.replaceAll(",\\s*", ", " + table + ".");
  }
}
