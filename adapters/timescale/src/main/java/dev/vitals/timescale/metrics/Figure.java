package dev.vitals.timescale.metrics;

import dev.vitals.domain.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A column of summaries that tells something of one metric.
 *
 * @param ofSamples how it is made of rows of {@code health_metrics}, in SQL
 * @param ofSummaries how it is made of rows that are summaries themselves
 * @param isSummed rather than an extreme, which is null where nothing is
 */
public record Figure(
    String name, String type, String ofSamples, String ofSummaries, boolean isSummed) {
  /** In their order. */
  public static List<Figure> of(Metric metric) {
    String column = MetricColumns.name(metric);
    String count = MetricColumns.count(metric);
    String sum = metric.name() + "_sum";
    List<Figure> figures = new ArrayList<>();
    figures.add(new Figure(count, "bigint", "count(" + column + ")", summed(count), true));
    figures.add(new Figure(sum, "bigint", "coalesce(sum(" + column + "), 0)", summed(sum), true));
    if (metric.isGauge()) {
      figures.add(extreme("min", metric));
      figures.add(extreme("max", metric));
    }
    return figures;
  }

  /** To a table of summaries; null in the rows that are there. */
  public void addTo(Handle transaction, String table) {
    transaction.execute("alter table %s add column %s %s".formatted(table, name, type));
  }

  /** Of a row of some table, where null stands for none. */
  String valueIn(String table) {
    String column = table + "." + name;
    return isSummed ? "coalesce(" + column + ", 0)" : column;
  }

  private static String summed(String name) {
    return "coalesce(sum(" + name + "), 0)::bigint";
  }

  private static Figure extreme(String which, Metric metric) {
    String name = metric.name() + "_" + which;
    return new Figure(
        name,
        MetricColumns.type(metric),
        which + "(" + MetricColumns.name(metric) + ")",
        which + "(" + name + ")",
        false);
  }
}
