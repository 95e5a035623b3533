package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupStates;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * {@link RangePlan}s of one shape as one statement, hence one snapshot: of marks, corrections,
 * rollups and samples read one after the other, a mark that is settled in between would be missed
 * in one place and counted in two.
 *
 * <p>Each part is a branch, and one row of its question. Beside it stands the state of the rollups
 * in the same snapshot, and how many days of the user are marked within the parts that come from
 * rollups.
 */
public record RangeQuery(
    MetricColumns columns, RangeForm form, List<Source> sources, boolean hasMarks) {
  /** A text is up to a hundred kilobytes long. */
  private static final int MOST_TEXTS = 500;

  /** Which makes it no longer: branches times metrics. */
  private static final int LONGEST_TEXT = 48;

  /**
   * What makes one text another.
   *
   * @param branches of questions; 0 for rows
   */
  private record Shape(RangeQuery query, int branches) {}

  /**
   * Each text is made once. The same one each time is what JDBI has parsed, and the driver and the
   * server have prepared.
   */
  private static final MadeOnce<Shape, String> TEXTS = new MadeOnce<>(MOST_TEXTS, RangeQuery::text);

  /** Right only if it finds no marked day: it reads one branch less, and most users have none. */
  public static RangeQuery withoutMarks(
      MetricColumns columns, RangeForm form, List<Source> sources) {
    return new RangeQuery(columns, form, sources, false);
  }

  /** The same, right whatever is marked. */
  public RangeQuery withMarks() {
    return new RangeQuery(columns, form, sources, true);
  }

  /** How many questions a statement takes. */
  public int mostQuestions() {
    return form == RangeForm.ROWS
        ? Integer.MAX_VALUE
        : Math.max(1, LONGEST_TEXT / columns.catalogue().size());
  }

  /**
   * With the parameters that {@link #bind} knows.
   *
   * @param questions in it; at least one
   */
  public String sql(int questions) {
    return TEXTS.of(new Shape(this, form == RangeForm.ROWS ? 0 : questions));
  }

  private static String text(Shape shape) {
    RangeQuery query = shape.query();
    RangeText text = new RangeText(query.columns(), query.sources(), query.hasMarks());
    return shape.branches() == 0 ? text.ofRows() : text.ofBranches(shape.branches());
  }

  /**
   * Gives a query of {@link #sql} its parameters.
   *
   * @param userIds one a plan
   * @param plans of this shape; at least one
   */
  public Query bind(Query query, long[] userIds, List<RangePlan> plans) {
    if (form == RangeForm.ROWS) {
      query.bind("users", userIds);
      for (int moment = 0; moment <= sources.size(); moment++) {
        query.bind("m" + moment, moments(plans, moment));
      }
      return query;
    }
    for (int number = 0; number < plans.size(); number++) {
      query.bind("user" + number, userIds[number]);
      for (int moment = 0; moment <= sources.size(); moment++) {
        query.bind(
            "m" + moment + "of" + number, RollupStates.moment(plans.get(number).moment(moment)));
      }
    }
    return query;
  }

  private static long[] moments(List<RangePlan> plans, int moment) {
    return RollupStates.micros(plans.stream().mapToLong(plan -> plan.moment(moment)));
  }

  /** As {@link #bind}. */
  public RangeAnswers ask(Handle handle, long[] userIds, List<RangePlan> plans) {
    return bind(handle.createQuery(sql(plans.size())), userIds, plans)
        .scanResultSet((rows, context) -> RangeAnswers.of(columns, rows.get(), plans.size()));
  }
}
