package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.timescale.metrics.MetricColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The SQL of {@link RangeQuery}. */
final class RangeText {
  private static final String OF_SAMPLES_IN_RANGE =
      """
      select OF_SAMPLES from health_metrics
      where user_id = USER and timestamp >= START and timestamp < END
      """;

  private static final String OF_ROLLUP =
      """
      select OF_SUMMARIES from (
        select NAMES from health_metrics_LEVEL
        where user_id = USER and bucket >= START and bucket < END UNMARKED
          and bucket not in (select bucket from health_metrics_LEVEL_corrections
                             where user_id = USER and bucket >= START and bucket < END)
        union all
        select NAMES from health_metrics_LEVEL_corrections
        where user_id = USER and bucket >= START and bucket < END UNMARKED) buckets
      """;

  private static final String UNMARKED =
      """
      and date_bin(interval '24 hours', bucket, timestamptz 'epoch')
          not in (select day from health_metrics_late_days where user_id = USER)
      """;

  /** The part of each marked day that the rollups would have answered. */
  private static final String OF_MARKED_DAYS =
      """
      select OF_SAMPLES from (
        select samples.* from health_metrics_late_days late cross join lateral (
          select VALUES from health_metrics
          where user_id = USER
            and timestamp >= late.day and timestamp < late.day + interval '24 hours'
            and timestamp >= START and timestamp < END offset 0) samples
        where late.user_id = USER
          and late.day > START::timestamptz - interval '24 hours' and late.day < END) marked
      """;

  private static final String MARKED_DAYS =
      """
      select count(*) as marked_days from health_metrics_late_days
      where user_id = USER and day > START::timestamptz - interval '24 hours' and day < END
      """;

  private static final String NO_ROLLUP = "select 0 as marked_days";

  /** One row a part. */
  private final String summaries;

  private final String markedDays;
  private final int moments;

  RangeText(MetricColumns columns, List<Source> sources, boolean withMarks) {
    List<String> branches = new ArrayList<>();
    for (int part = 0; part < sources.size(); part++) {
      branches.add(between(part, part + 1, branch(sources.get(part), withMarks)));
    }
    int[] fromRollups =
        IntStream.range(0, sources.size())
            .filter(part -> sources.get(part) != Source.RAW)
            .toArray();
    if (fromRollups.length == 0) {
      markedDays = NO_ROLLUP;
    } else {
      // Nothing but samples comes before and behind these.
      int first = fromRollups[0];
      int end = fromRollups[fromRollups.length - 1] + 1;
      markedDays = between(first, end, MARKED_DAYS);
      if (withMarks) {
        branches.add(between(first, end, OF_MARKED_DAYS));
      }
    }
    summaries =
        String.join("\nunion all ", branches)
            .replace("OF_SAMPLES", columns.ofSamples())
            .replace("OF_SUMMARIES", columns.ofSummaries())
            .replace("VALUES", columns.names())
            .replace("NAMES", columns.summaryNames());
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
        .formatted(1 + number, ofBranch(number, markedDays), further, ofBranch(number, summaries));
  }

  private String each(String column) {
    return IntStream.range(0, moments)
        .mapToObj(moment -> column.replace("#", Integer.toString(moment)))
        .collect(Collectors.joining(", "));
  }

  private static String ofRow(String sql) {
    return sql.replace("USER", "asked.user_id").replace("MOMENT", "asked.m").replace("OF", "");
  }

  private static String ofBranch(int number, String sql) {
    return sql.replace("USER", ":user" + number)
        .replace("MOMENT", ":m")
        .replace("OF", "of" + number);
  }

  /** From the start of a part to the end of another. */
  private static String between(int start, int end, String sql) {
    return sql.replace("START", "MOMENT" + start + "OF").replace("END", "MOMENT" + end + "OF");
  }

  private static String branch(Source source, boolean withMarks) {
    if (source == Source.RAW) {
      return OF_SAMPLES_IN_RANGE;
    }
    return OF_ROLLUP
        .replace("LEVEL", source == Source.DAYS ? "1d" : "15m")
        .replace("UNMARKED", withMarks ? UNMARKED : "");
  }
}
