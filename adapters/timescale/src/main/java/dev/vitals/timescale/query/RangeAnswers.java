package dev.vitals.timescale.query;

import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** What one statement saw, a summary a question. */
public final class RangeAnswers {
  private final RollupState state;
  private final Summary[] summaries;
  private final boolean[] haveMarkedDays;

  private RangeAnswers(RollupState state, Summary[] summaries, boolean[] haveMarkedDays) {
    this.state = state;
    this.summaries = summaries;
    this.haveMarkedDays = haveMarkedDays;
  }

  /** Each row is the summary of a part; beside it stands what is the same in all of them. */
  static RangeAnswers of(MetricColumns columns, ResultSet rows, int questions) throws SQLException {
    if (!rows.next()) {
      throw new IllegalStateException("health_metrics_rollup_state has no row");
    }
    RangeAnswers answers =
        new RangeAnswers(RollupState.of(rows), new Summary[questions], new boolean[questions]);
    Arrays.fill(answers.summaries, Summary.empty(columns.catalogue()));
    do {
      int question = rows.getInt("number") - 1;
      answers.summaries[question] = answers.summaries[question].merge(columns.summary(rows));
      answers.haveMarkedDays[question] = rows.getLong("marked_days") > 0;
    } while (rows.next());
    return answers;
  }

  /** Of the rollups, in the same snapshot. */
  public RollupState state() {
    return state;
  }

  public Summary summary(int question) {
    return summaries[question];
  }

  /** Within what comes from rollups. */
  public boolean hasMarkedDays(int question) {
    return haveMarkedDays[question];
  }
}
