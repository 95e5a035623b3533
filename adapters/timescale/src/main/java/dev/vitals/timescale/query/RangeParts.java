package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.timescale.metrics.MetricColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The SQL of a plan's parts, a branch each, of which every row is a summary. USER stands for whose
 * they are, MOMENT0OF, MOMENT1OF and so on for where parts begin and end.
 */
public final class RangeParts {
  private static final String OF_SAMPLES_IN_RANGE =
      """
      select NUMBER_OF_TIMESTAMP OF_SAMPLES from health_metrics
      where user_id = USER and timestamp >= START and timestamp < END BY_NUMBER
      """;

  private static final String UNCORRECTED =
      """
      and bucket not in (select bucket from health_metrics_LEVEL_corrections
                         where user_id = USER and bucket >= START and bucket < END)
      """;

  private static final String ROWS_OF_ROLLUP =
      """
      select NUMBER_OF_BUCKET NAMES from health_metrics_LEVEL
      where user_id = USER and bucket >= START and bucket < END UNMARKED UNCUT UNCORRECTED
      union all
      select NUMBER_OF_BUCKET NAMES from health_metrics_LEVEL_corrections
      where user_id = USER and bucket >= START and bucket < END UNMARKED UNCUT
      """
          .replace("UNCORRECTED", UNCORRECTED);

  private static final String OF_ROLLUP =
      "select NUMBER OF_SUMMARIES from (" + ROWS_OF_ROLLUP + ") buckets BY_NUMBER\n";

  /** Each window by itself, in the order of the index: nothing has to be sorted or hashed. */
  private static final String OF_WINDOWS =
      """
      select _n, summary.* from (
        select _n, timestamptz 'epoch' + starts * interval '1 microsecond' as _start,
               timestamptz 'epoch' + ends * interval '1 microsecond' as _end
        from unnest(:numbersLEVEL::bigint[], :startsLEVEL::bigint[], :endsLEVEL::bigint[])
             as given (_n, starts, ends)) windows
      cross join lateral (
        select OF_SUMMARIES from health_metrics_TABLE
        where user_id = USER and bucket >= _start and bucket < _end UNMARKED UNCORRECTED
        having count(*) > 0) summary
      """;

  private static final String UNMARKED =
      """
      and date_bin(interval '24 hours', bucket, timestamptz 'epoch')
          not in (select day from health_metrics_late_days where user_id = USER)
      """;

  private static final String UNCUT =
      "and bucket <> all ((select cut_days from given)::timestamptz[])";

  /** Row by row ("offset 0"), within bounds that the planner knows. */
  private static final String OF_CUT_DAYS =
      """
      select NUMBER OF_SUMMARIES from (
        select quarters.* from unnest((select cut_days from given)) as cut (_day) cross join lateral (
          select NUMBER_OF_BUCKET NAMES from health_metrics_15m
          where user_id = USER and bucket >= START and bucket < END
            and bucket >= cut._day and bucket < cut._day + interval '24 hours' UNMARKED
            and bucket not in (select bucket from health_metrics_15m_corrections
                               where user_id = USER
                                 and bucket >= cut._day and bucket < cut._day + interval '24 hours')
          union all
          select NUMBER_OF_BUCKET NAMES from health_metrics_15m_corrections
          where user_id = USER
            and bucket >= cut._day and bucket < cut._day + interval '24 hours' UNMARKED
          offset 0) quarters) buckets BY_NUMBER
      """;

  /** The part of each marked day that the rollups would have answered. */
  private static final String OF_MARKED_DAYS =
      """
      select NUMBER OF_SAMPLES from (
        select samples.* from health_metrics_late_days late cross join lateral (
          select NUMBER_OF_TIMESTAMP VALUES from health_metrics
          where user_id = USER
            and timestamp >= late.day and timestamp < late.day + interval '24 hours'
            and timestamp >= START and timestamp < END offset 0) samples
        where late.user_id = USER
          and late.day > START::timestamptz - interval '24 hours' and late.day < END) marked
      BY_NUMBER
      """;

  private static final String MARKED_DAYS =
      """
      select count(*) as marked_days from health_metrics_late_days
      where user_id = USER and day > START::timestamptz - interval '24 hours' and day < END
      """;

  private static final String NO_ROLLUP = "select 0 as marked_days";

  private final String summaries;
  private final String markedDays;

  private RangeParts(String summaries, String markedDays) {
    this.summaries = summaries;
    this.markedDays = markedDays;
  }

  private RangeParts(
      MetricColumns columns, List<Source> sources, BucketForm form, boolean withMarks) {
    List<String> branches = new ArrayList<>();
    for (int part = 0; part < sources.size(); part++) {
      for (String branch : branches(sources.get(part), form)) {
        branches.add(between(part, part + 1, branch));
      }
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
      if (form == BucketForm.WINDOWS) {
        for (String branch : windows(sources)) {
          branches.add(between(first, end, branch));
        }
      }
      if (withMarks) {
        branches.add(between(first, end, OF_MARKED_DAYS));
      }
    }
    summaries =
        String.join("\nunion all ", branches)
            .replace("UNMARKED", withMarks ? UNMARKED : "")
            .replace("UNCUT", form == BucketForm.GROUPS_BUT_CUT_DAYS ? UNCUT : "")
            .replace("OF_SAMPLES", columns.ofSamples())
            .replace("OF_SUMMARIES", columns.ofSummaries())
            .replace("VALUES", columns.names())
            .replace("NAMES", columns.summaryNames());
  }

  /** One row a part. */
  static RangeParts inOne(MetricColumns columns, List<Source> sources, boolean withMarks) {
    return new RangeParts(columns, sources, BucketForm.GROUPS, withMarks).numbered("", "", "", "");
  }

  /**
   * A row a part and bucket, or more of them, the bucket's number in {@code _n}, from 1. To stand
   * where {@code given} has the bounds of the buckets and the days that are cut. Windows are the
   * parameters that {@link #windowLevels} tells of.
   */
  public static RangeParts inBuckets(
      MetricColumns columns, List<Source> sources, BucketForm form, boolean withMarks) {
    return new RangeParts(columns, sources, form, withMarks)
        .numbered(
            "width_bucket(timestamp, (select bounds from given)) as _n,",
            "width_bucket(bucket, (select bounds from given)) as _n,",
            "group by _n",
            "_n,");
  }

  private RangeParts numbered(String ofTimestamp, String ofBucket, String by, String number) {
    return new RangeParts(
        summaries
            .replace("NUMBER_OF_TIMESTAMP", ofTimestamp)
            .replace("NUMBER_OF_BUCKET", ofBucket)
            .replace("BY_NUMBER", by)
            .replace("NUMBER", number),
        markedDays);
  }

  /** A row a part, or a part and bucket. */
  public String summaries() {
    return summaries;
  }

  /** How many there are where it reads from rollups. */
  public String markedDays() {
    return markedDays;
  }

  /** With the parameters of one of some questions: {@code :user0}, {@code :m0of0, :m1of0, ...}. */
  public static String ofQuestion(int number, String sql) {
    return sql.replace("USER", ":user" + number)
        .replace("MOMENT", ":m")
        .replace("OF", "of" + number);
  }

  /** From the start of a part to the end of another. */
  private static String between(int start, int end, String sql) {
    return sql.replace("START", "MOMENT" + start + "OF").replace("END", "MOMENT" + end + "OF");
  }

  private static List<String> branches(Source source, BucketForm form) {
    if (source == Source.RAW) {
      return List.of(OF_SAMPLES_IN_RANGE);
    }
    if (form == BucketForm.WINDOWS) {
      return List.of();
    }
    if (source == Source.QUARTER_HOURS) {
      String rows = form == BucketForm.ROWS ? ROWS_OF_ROLLUP : OF_ROLLUP;
      return List.of(rows.replace("LEVEL", level(source)).replace("UNCUT", ""));
    }
    String days = OF_ROLLUP.replace("LEVEL", level(source));
    return form == BucketForm.GROUPS_BUT_CUT_DAYS ? List.of(days, OF_CUT_DAYS) : List.of(days);
  }

  private static List<String> windows(List<Source> sources) {
    List<String> branches = new ArrayList<>();
    for (Source level : windowLevels(sources)) {
      String ofLevel = OF_WINDOWS.replace("TABLE", "LEVEL");
      String ofCorrections =
          OF_WINDOWS.replace("TABLE", "LEVEL_corrections").replace("UNCORRECTED", "");
      branches.add(ofLevel.replace("UNCORRECTED", UNCORRECTED).replace("LEVEL", level(level)));
      branches.add(ofCorrections.replace("LEVEL", level(level)));
    }
    return branches;
  }

  /**
   * Of which windows there are. Their parameters are {@code :numbers15m, :starts15m, :ends15m} and
   * {@code :numbers1d} and so on, arrays of bigint, moments in microseconds.
   */
  public static List<Source> windowLevels(List<Source> sources) {
    if (sources.contains(Source.DAYS)) {
      return List.of(Source.DAYS, Source.QUARTER_HOURS);
    }
    return sources.contains(Source.QUARTER_HOURS) ? List.of(Source.QUARTER_HOURS) : List.of();
  }

  /** As it stands in the names of tables and parameters. */
  public static String level(Source rollup) {
    return rollup == Source.DAYS ? "1d" : "15m";
  }
}
