package dev.vitals.timescale.rollup;

import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.summary.SummaryMapper;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What one statement saw.
 *
 * @param summary of the range
 * @param state of the rollups in the same snapshot
 * @param hasMarkedDays within what comes from rollups
 */
public record RangeAnswer(Summary summary, RollupState state, boolean hasMarkedDays) {
  /** Each row is the summary of a part; beside it stands what is the same in all of them. */
  static RangeAnswer of(ResultSet rows) throws SQLException {
    try (rows) {
      if (!rows.next()) {
        throw new IllegalStateException("health_metrics_rollup_state has no row");
      }
      RollupState state = RollupState.of(rows);
      boolean hasMarkedDays = rows.getLong("marked_days") > 0;
      Summary merged = SummaryMapper.of(rows);
      while (rows.next()) {
        merged = merged.merge(SummaryMapper.of(rows));
      }
      return new RangeAnswer(merged, state, hasMarkedDays);
    }
  }

  /**
   * Whether a plan made from an earlier state gave the right answer. Bounds only grow, so an older
   * one is as right as a new one, unless the rollups were made anew or samples were dropped that
   * the plan counts on; or the watermark was brought back, or the database is an older one, as
   * after a failover.
   */
  public boolean isRightFor(RollupState planned) {
    return planned.generation() == state.generation()
        && planned.coverage().horizonMicros() == state.coverage().horizonMicros()
        && planned.coverage().quarterHoursBelowMicros()
            <= state.coverage().quarterHoursBelowMicros()
        && planned.coverage().daysBelowMicros() <= state.coverage().daysBelowMicros();
  }
}
