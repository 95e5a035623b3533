package dev.vitals.timescale.query;

import static java.util.stream.Collectors.joining;

import dev.vitals.domain.metric.Metric;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The SQL of {@link LatestQuery}. {@code _n} is a metric's number, from 1; the one behind the last
 * stands for the sample itself, whatever it carries. Our own columns begin with an underscore, as
 * no metric's does.
 *
 * <p>Above the watermark of the days samples are read: the newest few for all metrics, and the
 * others in one pass for those that the few do not carry. Below it only days are looked into that
 * may have the metric, the newest first, and of each the newest sample that carries it.
 */
final class LatestText {
  /** Of all that is reported every minute none is missing there. */
  private static final int NEWEST = 64;

  private static final String RECENT =
      """
      with newest as materialized (
        select timestamp, NAMES from health_metrics
        where user_id = :user and timestamp >= :recent order by timestamp desc limit NEWEST
      ), at_once as materialized (
        select _n, timestamp, _value from generate_series(1, LAST) as _n left join lateral (
          select timestamp, VALUE as _value from newest
          where VALUE is not null order by timestamp desc limit 1) found on true
      ), others as materialized (
        select LATEST as _at from health_metrics
        where user_id = :user and timestamp >= :recent and timestamp < (select min(timestamp) from newest)
          and exists (select from at_once where timestamp is null)
      ), recent as materialized (
        select _n, coalesce(at_once.timestamp, found.timestamp) as timestamp,
               coalesce(at_once._value, found._value) as _value
        from at_once left join lateral (
          select timestamp, VALUE as _value from health_metrics
          where at_once.timestamp is null and user_id = :user and timestamp >= :recent
            and timestamp = (select _at[_n] from others) offset 0) found on true
      ), days as materialized (
        select bucket as _day, CARRIED as _has from health_metrics_1d
        where user_id = :user and bucket >= :horizon and bucket < :recent
        union all
        select bucket, CARRIED from health_metrics_1d_corrections
        where user_id = :user and bucket >= :horizon and bucket < :recent
      )""";

  /** What is recent. */
  private static final String FIRST_LOOK =
      RECENT
          + """

          select _n, timestamp, _value, OLDER as _older, STATE
          from recent cross join health_metrics_rollup_state
          """;

  /**
   * A marked day may have any metric, and its samples tell which: once for all metrics, and no
   * further than one is looked for, as rows of "marked" are made when they are read. A day's newest
   * sample is looked for once its turn has come, since the days are sorted before.
   */
  private static final String WHOLE =
      RECENT
          + """
          , marked as materialized (
            select late.day as _day, _at from health_metrics_late_days late cross join lateral (
              select LATEST as _at from health_metrics
              where user_id = :user
                and timestamp >= late.day and timestamp < late.day + interval '24 hours'
                and timestamp >= :from and timestamp < :recent offset 0) samples
            where late.user_id = :user and late.day >= :from and late.day < :recent
            order by _day desc
          ), found as materialized (
            select recent._n, coalesce(recent.timestamp, older.timestamp) as timestamp,
                   coalesce(recent._value, older._value) as _value
            from recent left join lateral (
              select inside.* from (
                select * from (
                  select _day as _start, _day + interval '24 hours' as _end from days
                  where _has[_n] and _day >= :from
                  union all
                  (select _at[_n], _at[_n] + interval '1 microsecond' from marked
                   where _at[_n] is not null order by _day desc limit 1)) candidates
                order by _start desc) candidate cross join lateral (
                select timestamp, VALUE as _value from health_metrics
                where user_id = :user and timestamp >= _start and timestamp < _end
                  and timestamp >= :from and timestamp < :recent and VALUE is not null
                order by timestamp desc limit 1) inside
              where recent.timestamp is null
              order by _start desc limit 1) older on true
          )
          select _n, timestamp, _value, OLDER as _older, STATE
          from found cross join health_metrics_rollup_state
          """;

  /** From where to look for what is not found: the newest day that should have it, all marks. */
  private static final String OLDER =
      """
      case when timestamp is null then least(
        (select max(_day) from days where _has[_n] and _day < :from),
        (select min(day) from health_metrics_late_days
         where user_id = :user and day >= :horizon and day < :from)) end""";

  private LatestText() {}

  static String of(LatestQuery query) {
    MetricColumns columns = query.columns();
    List<Metric> metrics = columns.catalogue().metrics();
    return (query.isFirstLook() ? FIRST_LOOK : WHOLE)
        .replace("OLDER", OLDER)
        .replace("STATE", RollupState.COLUMNS)
        .replace("NEWEST", Integer.toString(NEWEST))
        .replace("LAST", Integer.toString(metrics.size() + 1))
        .replace("LATEST", array(metrics, LatestText::latest, "max(timestamp)"))
        .replace("CARRIED", array(metrics, LatestText::isCarried, "samples > 0"))
        .replace("VALUE", value(metrics))
        .replace("NAMES", columns.names());
  }

  private static String array(List<Metric> metrics, Function<Metric, String> each, String last) {
    return metrics.stream().map(each).collect(joining(", ", "array[", ", " + last + "]"));
  }

  private static String latest(Metric metric) {
    return "max(timestamp) filter (where " + MetricColumns.name(metric) + " is not null)";
  }

  /** Null, hence not true, where the metric came later. */
  private static String isCarried(Metric metric) {
    return MetricColumns.count(metric) + " > 0";
  }

  private static String value(List<Metric> metrics) {
    return IntStream.range(0, metrics.size())
        .mapToObj(
            number -> "when " + (1 + number) + " then " + MetricColumns.name(metrics.get(number)))
        .collect(joining(" ", "case _n ", " else 0 end"));
  }
}
