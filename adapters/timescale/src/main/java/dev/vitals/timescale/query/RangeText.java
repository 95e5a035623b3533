package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL of {@link RangeQuery}. */
final class RangeText {
  private final String summaries;
  private final String markedDays;
  private final int moments;

  RangeText(MetricColumns columns, List<Source> sources, boolean withMarks) {
    RangeParts parts = RangeParts.inOne(columns, sources, withMarks);
    summaries = parts.summaries();
    markedDays = parts.markedDays();
    moments = sources.size() + 1;
  }

  /** {@code :users} and {@code :m0, :m1, ...} are arrays of bigint, the latter in microseconds. */
  String ofRows() {
    return "select asked.number, summary.*, marked_days, "
        + RollupState.COLUMNS
        + " from (select number, user_id, "
        + each("timestamptz 'epoch' + micros# * interval '1 microsecond' as m#")
        + " from unnest(:users::bigint[], "
        + each(":m#::bigint[]")
        + ") with ordinality as questions (user_id, "
        + each("micros#")
        + ", number)) asked cross join lateral ("
        + ofRow(markedDays)
        + ") marked cross join lateral ("
        + ofRow(summaries)
        + ") summary cross join health_metrics_rollup_state";
  }

  /** {@code :user0} and the timestamps {@code :m0of0, :m1of0, ...} are the first question's. */
  String ofBranches(int questions) {
    if (questions == 1) {
      // A level less to plan, which is a twentieth of a year's question.
      return answer(0, ", " + RollupState.COLUMNS) + " cross join health_metrics_rollup_state";
    }
    return "select answers.*, "
        + RollupState.COLUMNS
        + " from ("
        + IntStream.range(0, questions)
            .mapToObj(number -> answer(number, ""))
            .collect(Collectors.joining("\nunion all "))
        + ") answers cross join health_metrics_rollup_state";
  }

  private String answer(int number, String further) {
    return "select %s as number, summary.*, (%s) as marked_days%s from (%s) summary"
        .formatted(
            1 + number,
            RangeParts.ofQuestion(number, markedDays),
            further,
            RangeParts.ofQuestion(number, summaries));
  }

  private String each(String column) {
    return IntStream.range(0, moments)
        .mapToObj(moment -> column.replace("#", Integer.toString(moment)))
        .collect(Collectors.joining(", "));
  }

  private static String ofRow(String sql) {
    return sql.replace("USER", "asked.user_id").replace("MOMENT", "asked.m").replace("OF", "");
  }
}
