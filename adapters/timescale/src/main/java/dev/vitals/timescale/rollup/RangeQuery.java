package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Part;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.timescale.summary.SummaryColumns;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * A {@link RangePlan} as one statement, hence one snapshot: of marks, corrections, rollups and
 * samples read one after the other, a mark that is settled in between would be missed in one place
 * and counted in two.
 *
 * <p>Each part is a branch with constant bounds, so that the planner looks at its chunks only, and
 * one row. Beside each stands the state of the rollups in the same snapshot, and how many days of
 * the user are marked within the parts that come from rollups.
 */
public final class RangeQuery {
  private static final String OF_SAMPLES =
      "select "
          + SummaryColumns.OF_SAMPLES
          + " from health_metrics where user_id = :user and timestamp >= :s# and timestamp < :e#";

  private static final String OF_ROLLUP =
      "select "
          + SummaryColumns.OF_SUMMARIES
          + """
             from (
              select NAMES from health_metrics_LEVEL
              where user_id = :user and bucket >= :s# and bucket < :e# UNMARKED
                and bucket not in (select bucket from health_metrics_LEVEL_corrections
                                   where user_id = :user and bucket >= :s# and bucket < :e#)
              union all
              select NAMES from health_metrics_LEVEL_corrections
              where user_id = :user and bucket >= :s# and bucket < :e# UNMARKED) buckets
            """
              .replace("NAMES", SummaryColumns.NAMES);

  private static final String UNMARKED =
      """
      and date_bin(interval '24 hours', bucket, timestamptz 'epoch')
          not in (select day from health_metrics_late_days where user_id = :user)
      """;

  /** The part of each marked day that the rollups would have answered. */
  private static final String OF_MARKED_DAYS =
      "select "
          + SummaryColumns.OF_SAMPLES
          + """
             from health_metrics_late_days marked cross join lateral (
              select heart_rate, steps, calories from health_metrics
              where user_id = :user
                and timestamp >= marked.day and timestamp < marked.day + interval '24 hours'
                and timestamp >= :from and timestamp < :until offset 0) samples
            where marked.user_id = :user
              and marked.day > :from::timestamptz - interval '24 hours' and marked.day < :until
            """;

  private static final String MARKED_DAYS =
      """
      (select count(*) from health_metrics_late_days
       where user_id = :user and day > :from::timestamptz - interval '24 hours' and day < :until)
      """;

  /** What makes one text another. There are a few dozen of them. */
  private record Shape(List<Source> sources, boolean withMarks) {}

  /**
   * Each text is made once. The same one each time is what JDBI has parsed, and the driver and the
   * server have prepared.
   */
  private static final Map<Shape, String> TEXTS = new ConcurrentHashMap<>();

  private final String sql;
  private final Map<String, OffsetDateTime> bounds;

  private RangeQuery(RangePlan plan, boolean withMarks) {
    List<Source> sources = plan.parts().stream().map(Part::source).toList();
    sql = TEXTS.computeIfAbsent(new Shape(sources, withMarks), RangeQuery::text);
    bounds = bounds(plan);
  }

  private static Map<String, OffsetDateTime> bounds(RangePlan plan) {
    Map<String, OffsetDateTime> bounds = new HashMap<>();
    int number = 0;
    for (Part part : plan.parts()) {
      OffsetDateTime start = RollupStates.moment(part.startMicros());
      OffsetDateTime end = RollupStates.moment(part.endMicros());
      bounds.put("s" + number, start);
      bounds.put("e" + number, end);
      number++;
      if (part.source() != Source.RAW) {
        bounds.putIfAbsent("from", start);
        bounds.put("until", end);
      }
    }
    return bounds;
  }

  private static String text(Shape shape) {
    List<String> branches = new ArrayList<>();
    for (Source source : shape.sources()) {
      String number = Integer.toString(branches.size());
      branches.add(branch(source, shape.withMarks()).replace("#", number));
    }
    boolean fromRollups = shape.sources().stream().anyMatch(source -> source != Source.RAW);
    if (shape.withMarks() && fromRollups) {
      branches.add(OF_MARKED_DAYS);
    }
    return "select summary.*, "
        + RollupState.COLUMNS
        + ", "
        + (fromRollups ? MARKED_DAYS : "0")
        + " as marked_days from ("
        + String.join("\nunion all ", branches)
        + ") summary cross join health_metrics_rollup_state";
  }

  /**
   * Right only if it finds no marked day: it reads one more branch less, and most users have none.
   */
  public static RangeQuery withoutMarks(RangePlan plan) {
    return new RangeQuery(plan, false);
  }

  /** Right whatever is marked. */
  public static RangeQuery withMarks(RangePlan plan) {
    return new RangeQuery(plan, true);
  }

  /** With the parameters {@code :user} and those that {@link #bounds()} names. */
  public String sql() {
    return sql;
  }

  /** {@code s0, e0, s1, ...} of the parts, {@code from} and {@code until} of those from rollups. */
  public Map<String, OffsetDateTime> bounds() {
    return Map.copyOf(bounds);
  }

  public RangeAnswer ask(Handle handle, long userId) {
    return handle
        .createQuery(sql)
        .bind("user", userId)
        .bindMap(bounds)
        .scanResultSet((rows, context) -> RangeAnswer.of(rows.get()));
  }

  private static String branch(Source source, boolean withMarks) {
    if (source == Source.RAW) {
      return OF_SAMPLES;
    }
    return OF_ROLLUP
        .replace("LEVEL", source == Source.DAYS ? "1d" : "15m")
        .replace("UNMARKED", withMarks ? UNMARKED : "");
  }
}
