package dev.vitals.timescale.erase;

import static dev.vitals.timescale.rollup.RollupRows.literal;

import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.timescale.metrics.KeptMetrics;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupRows;
import org.jdbi.v3.core.Handle;

/**
 * What is left of one user's samples below the horizon, which is what they add up to. Nobody else
 * changes anything there.
 */
final class DroppedSamples {
  /** Quarter hours as readers take them. */
  private static final String QUARTER_HOURS =
      """
      select NAMES from health_metrics_15m
      where user_id = USER and bucket >= START and bucket < END
        and bucket not in (select bucket from health_metrics_15m_corrections
                           where user_id = USER and bucket >= START and bucket < END)
      union all
      select NAMES from health_metrics_15m_corrections
      where user_id = USER and bucket >= START and bucket < END
      """;

  private final Handle transaction;
  private final RollupRows rollups;
  private final long userId;

  DroppedSamples(Handle transaction, RollupRows rollups, long userId) {
    this.transaction = transaction;
    this.rollups = rollups;
    this.userId = userId;
  }

  /**
   * @param startMicros on a quarter hour, as the end is
   * @return how many samples there were
   */
  long erase(long startMicros, long endMicros) {
    long samples =
        transaction
            .createQuery(
                "select coalesce(sum(samples), 0)::bigint from ("
                    + quarterHours("samples", startMicros, endMicros)
                    + ") quarters")
            .mapTo(Long.class)
            .one();
    rollups.delete("15m", userId, startMicros, endMicros);
    rollups.delete("1d", userId, RollupLevel.DAY.floor(startMicros), endMicros);
    addUp(RollupLevel.DAY.floor(startMicros), startMicros, endMicros);
    if (RollupLevel.DAY.floor(endMicros) > RollupLevel.DAY.floor(startMicros)) {
      addUp(RollupLevel.DAY.floor(endMicros), startMicros, endMicros);
    }
    return samples;
  }

  /** A day that the range cuts, of its other quarter hours; in place of the rollup's row. */
  private void addUp(long dayMicros, long startMicros, long endMicros) {
    long dayEnd = RollupLevel.DAY.ceiling(dayMicros + 1);
    if ((startMicros <= dayMicros && dayEnd <= endMicros) || dayMicros >= endMicros) {
      return;
    }
    MetricColumns columns = KeptMetrics.read(transaction);
    transaction.execute(
        "insert into health_metrics_1d_corrections (user_id, bucket, %s) select %d, %s, %s from (%s) quarters having count(*) > 0"
            .formatted(
                columns.summaryNames(),
                userId,
                literal(dayMicros),
                columns.ofSummaries(),
                quarterHours(columns.summaryNames(), dayMicros, dayEnd)));
  }

  private String quarterHours(String names, long start, long end) {
    return QUARTER_HOURS
        .replace("NAMES", names)
        .replace("USER", Long.toString(userId))
        .replace("START", literal(start))
        .replace("END", literal(end));
  }
}
