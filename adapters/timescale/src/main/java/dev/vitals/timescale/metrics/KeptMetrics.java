package dev.vitals.timescale.metrics;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import org.jdbi.v3.core.Handle;

/**
 * The metrics that have columns in this database, in {@code health_metrics} and in all summaries.
 * Each is remembered in {@code health_metrics_catalogue}. A column that came later is null in what
 * was there: nobody could have sent it. One that no configuration names any more stays.
 *
 * <p>Work on the rollups goes by these and not by a configuration: so it is done for all, whoever
 * does it, and instances with different metrics do no harm to each other.
 */
public final class KeptMetrics {
  private KeptMetrics() {}

  /** All of them, in the order of their columns. */
  public static MetricColumns read(Handle handle) {
    return new MetricColumns(
        MetricCatalogue.ofKept(
            handle
                .createQuery(
                    "select name, kind, decimals, type from health_metrics_catalogue order by number")
                .map(
                    (row, context) ->
                        MetricColumns.stored(
                            row.getString("name"),
                            MetricKind.valueOf(row.getString("kind")),
                            row.getInt("decimals"),
                            row.getString("type")))
                .list()));
  }
}
