package dev.vitals.timescale.query;

import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/**
 * What one statement saw.
 *
 * @param state of the rollups, in the same snapshot
 * @param buckets in their order; empty ones where there is no sample
 * @param hasMarkedDays within what comes from rollups
 */
record SeriesAnswer(RollupState state, List<Summary> buckets, boolean hasMarkedDays) {
  /** Each row is the summary of a part's share of a bucket; that of no bucket has the state. */
  static SeriesAnswer of(MetricColumns columns, ResultSet rows, int number) throws SQLException {
    Summary[] buckets = new Summary[number];
    Arrays.fill(buckets, Summary.empty(columns.catalogue()));
    RollupState state = null;
    boolean hasMarkedDays = false;
    while (rows.next()) {
      int bucket = rows.getInt("_n");
      if (bucket == 0) {
        state = RollupState.of(rows);
        hasMarkedDays = rows.getLong("marked_days") > 0;
      } else {
        buckets[bucket - 1] = buckets[bucket - 1].merge(columns.summary(rows));
      }
    }
    if (state == null) {
      throw new IllegalStateException("health_metrics_rollup_state has no row");
    }
    return new SeriesAnswer(state, List.of(buckets), hasMarkedDays);
  }
}
