package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.domain.series.SeriesPlan;
import dev.vitals.domain.series.Windows;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.util.List;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * {@link SeriesPlan}s of one shape as one statement, hence one snapshot: as a summary of the range
 * is asked for, but each part comes as rows of buckets. One more row has the state of the rollups,
 * and how many days of the user are marked within the parts that come from rollups.
 */
record SeriesQuery(MetricColumns columns, List<Source> sources, BucketForm form, boolean hasMarks) {
  private static final int MOST_TEXTS = 200;

  private static final MadeOnce<SeriesQuery, String> TEXTS =
      new MadeOnce<>(MOST_TEXTS, SeriesQuery::text);

  /** Right only if it finds no marked day. */
  static SeriesQuery withoutMarks(MetricColumns columns, SeriesPlan plan) {
    return new SeriesQuery(columns, plan.range().sources(), form(plan), false);
  }

  private static BucketForm form(SeriesPlan plan) {
    if (plan.isInWindows()) {
      return BucketForm.WINDOWS;
    }
    if (plan.hasCutDays()) {
      return BucketForm.GROUPS_BUT_CUT_DAYS;
    }
    return plan.quarterHours() <= plan.buckets().size() ? BucketForm.ROWS : BucketForm.GROUPS;
  }

  /** The same, right whatever is marked. */
  SeriesQuery withMarks() {
    return new SeriesQuery(columns, sources, form, true);
  }

  /** What the snapshot was is a row of its own, number 0. */
  private static String text(SeriesQuery query) {
    RangeParts parts =
        RangeParts.inBuckets(query.columns(), query.sources(), query.form(), query.hasMarks());
    return """
        with given as materialized (
          select array(select timestamptz 'epoch' + micros * interval '1 microsecond'
                       from unnest(:bounds::bigint[]) with ordinality as bound (micros, _number)
                       order by _number) as bounds,
                 array(select timestamptz 'epoch' + micros * interval '1 microsecond'
                       from unnest(:cutDays::bigint[]) as cut (micros)) as cut_days)
        select * from (select 0 as _n, (MARKED) as marked_days, STATE
                       from health_metrics_rollup_state) saw
        full join (PARTS) series using (_n)
        """
        .replace("STATE", RollupState.COLUMNS)
        .replace("MARKED", RangeParts.ofQuestion(0, parts.markedDays()))
        .replace("PARTS", RangeParts.ofQuestion(0, parts.summaries()));
  }

  SeriesAnswer ask(Handle handle, long userId, SeriesPlan plan) {
    Query query =
        handle
            .createQuery(TEXTS.of(this))
            .bind("user0", userId)
            .bind("bounds", RollupStates.micros(LongStream.of(plan.buckets().bounds())))
            .bind("cutDays", RollupStates.micros(LongStream.of(plan.cutDays())));
    if (form == BucketForm.WINDOWS) {
      for (Source level : RangeParts.windowLevels(sources)) {
        bind(query, RangeParts.level(level), plan.windows(level));
      }
    }
    RangePlan range = plan.range();
    for (int moment = 0; moment <= sources.size(); moment++) {
      query.bind("m" + moment + "of0", RollupStates.moment(range.moment(moment)));
    }
    return query.scanResultSet(
        (rows, context) -> SeriesAnswer.of(columns, rows.get(), plan.buckets().size()));
  }

  private static void bind(Query query, String level, Windows windows) {
    query
        .bind("numbers" + level, windows.numbers())
        .bind("starts" + level, RollupStates.micros(LongStream.of(windows.starts())))
        .bind("ends" + level, RollupStates.micros(LongStream.of(windows.ends())));
  }
}
