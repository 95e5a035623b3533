package dev.vitals.timescale.metrics;

import static java.util.stream.Collectors.joining;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.summary.Figures;
import dev.vitals.domain.summary.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How metrics become columns: of samples one each, of summaries a count and a sum, of gauges a
 * minimum and a maximum too. All in units of 10<sup>-decimals</sup>. Counts and sums are bigint
 * everywhere: exact, and cheaper than numeric, which PostgreSQL makes of a sum of bigint.
 */
public final class MetricColumns {
  private final MetricCatalogue catalogue;
  private final List<Figure> figures;

  public MetricColumns(MetricCatalogue catalogue) {
    this.catalogue = catalogue;
    this.figures =
        catalogue.metrics().stream().flatMap(metric -> Figure.of(metric).stream()).toList();
  }

  public MetricCatalogue catalogue() {
    return catalogue;
  }

  /** A metric's column of samples, quoted: SQL may have other plans for a word. */
  public static String name(Metric metric) {
    return '"' + metric.name() + '"';
  }

  /** A summary's column that counts the samples that carry a metric. */
  public static String count(Metric metric) {
    return metric.name() + "_count";
  }

  /** Two bytes if the metric's limits leave it at that. */
  public static boolean isSmall(Metric metric) {
    return metric.least() >= Short.MIN_VALUE && metric.greatest() <= Short.MAX_VALUE;
  }

  /** A metric's type, of samples and of extremes. */
  public static String type(Metric metric) {
    return isSmall(metric) ? "smallint" : "integer";
  }

  /** One whose limits are not known: all that its type holds. */
  static Metric stored(String name, MetricKind kind, int decimals, String type) {
    boolean isSmall = type.equals("smallint");
    return new Metric(
        name,
        kind,
        "unknown",
        decimals,
        isSmall ? Short.MIN_VALUE : -Integer.MAX_VALUE,
        isSmall ? Short.MAX_VALUE : Integer.MAX_VALUE);
  }

  /** The columns of samples, in the catalogue's order. */
  public String names() {
    return catalogue.metrics().stream().map(MetricColumns::name).collect(joining(", "));
  }

  /** The columns of a summary, in the order of all that follows. */
  public String summaryNames() {
    return "samples" + each(Figure::name);
  }

  /**
   * The same of a table, to be compared: where a metric came later than a row, it counts as not
   * carried.
   */
  public String summaryValuesOf(String table) {
    return table + ".samples" + each(figure -> figure.valueIn(table));
  }

  /** A summary over rows of {@code health_metrics}. */
  public String ofSamples() {
    return "count(*) as samples" + each(figure -> figure.ofSamples() + " as " + figure.name());
  }

  /** A summary over rows that are summaries themselves. */
  public String ofSummaries() {
    return "coalesce(sum(samples), 0)::bigint as samples"
        + each(figure -> figure.ofSummaries() + " as " + figure.name());
  }

  private String each(Function<Figure, String> text) {
    return figures.stream().map(text).map(column -> ", " + column).collect(joining());
  }

  /** As their catalogues. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MetricColumns columns && catalogue.equals(columns.catalogue);
  }

  @Override
  public int hashCode() {
    return catalogue.hashCode();
  }

  /** Of a row with the columns of a summary. */
  public Summary summary(ResultSet row) throws SQLException {
    List<Figures> figures = new ArrayList<>(catalogue.size());
    for (Metric metric : catalogue.metrics()) {
      long count = row.getLong(count(metric));
      if (count == 0) {
        figures.add(Figures.NONE);
      } else if (metric.isGauge()) {
        figures.add(
            new Figures(
                count,
                row.getLong(metric.name() + "_sum"),
                row.getInt(metric.name() + "_min"),
                row.getInt(metric.name() + "_max")));
      } else {
        figures.add(Figures.total(count, row.getLong(metric.name() + "_sum")));
      }
    }
    return new Summary(catalogue, row.getLong("samples"), figures);
  }
}
