package dev.vitals.timescale.schema;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.timescale.kind.RollupColumns;
import dev.vitals.timescale.metrics.Figure;
import dev.vitals.timescale.metrics.KeptMetrics;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.WriterLock;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each metric of a catalogue its columns, and has the database remember it. */
final class MetricSetup {
  private static final Logger LOG = LoggerFactory.getLogger(MetricSetup.class);

  private static final List<String> CORRECTIONS =
      List.of("health_metrics_15m_corrections", "health_metrics_1d_corrections");

  /** A table has room for 1,600 columns, and a summary has up to four of a metric. */
  private static final int MOST = 300;

  private MetricSetup() {}

  /**
   * Adds those of a catalogue that are not there. Changes nothing where all are.
   *
   * <p>While no writer is under way, and with all tables locked before the first is changed: two
   * that lock them in another order would wait for each other.
   *
   * @param handle in auto-commit, while no other session changes the schema
   * @throws MetricMismatchException one is there and kept otherwise, there would be too many, or
   *     TimescaleDB is too old; nothing is changed
   */
  static void add(Handle handle, MetricCatalogue catalogue) {
    MetricCatalogue kept = KeptMetrics.read(handle).catalogue();
    List<Metric> missing = missing(kept, catalogue);
    if (missing.isEmpty()) {
      return;
    }
    if (kept.size() + missing.size() > MOST) {
      throw MetricMismatchException.tooMany(MOST);
    }
    if (!RollupColumns.takeMore(handle)) {
      throw MetricMismatchException.oldTimescale(missing.get(0).name());
    }
    WriterLock.alone(
        handle,
        transaction -> {
          lock(transaction, "health_metrics");
          CORRECTIONS.forEach(table -> lock(transaction, table));
          RollupColumns.lock(transaction);
          missing.forEach(metric -> add(transaction, metric));
          return missing;
        });
    LOG.info("metrics_added names={}", missing.stream().map(Metric::name).toList());
  }

  private static void lock(Handle transaction, String table) {
    transaction.execute("lock table " + table + " in access exclusive mode");
  }

  /**
   * For who may not add any.
   *
   * @throws MetricMismatchException one of the catalogue is not there, or kept otherwise
   */
  static void require(Handle handle, MetricCatalogue catalogue) {
    List<Metric> missing = missing(KeptMetrics.read(handle).catalogue(), catalogue);
    if (!missing.isEmpty()) {
      throw MetricMismatchException.missing(missing.get(0).name());
    }
  }

  private static List<Metric> missing(MetricCatalogue kept, MetricCatalogue catalogue) {
    return catalogue.metrics().stream().filter(metric -> isMissing(kept, metric)).toList();
  }

  private static boolean isMissing(MetricCatalogue kept, Metric metric) {
    int number = kept.numberOf(metric.name());
    if (number < 0) {
      return true;
    }
    String is = form(kept.metric(number));
    if (!is.equals(form(metric))) {
      throw MetricMismatchException.changed(metric.name(), is, form(metric));
    }
    return false;
  }

  /** How its values are kept. */
  private static String form(Metric metric) {
    return "%s with %s decimals (%s)"
        .formatted(metric.kind(), metric.decimals(), MetricColumns.type(metric));
  }

  private static void add(Handle transaction, Metric metric) {
    transaction.execute(
        "alter table health_metrics add column %s %s"
            .formatted(MetricColumns.name(metric), MetricColumns.type(metric)));
    transaction.execute(
        "comment on column health_metrics.%s is '%s, in units of 10^-%s'"
            .formatted(
                MetricColumns.name(metric), metric.unit().replace("'", "''"), metric.decimals()));
    for (String table : CORRECTIONS) {
      Figure.of(metric).forEach(figure -> figure.addTo(transaction, table));
    }
    RollupColumns.add(transaction, metric);
    transaction.execute(
        "insert into health_metrics_catalogue (name, kind, decimals, type) values (?, ?, ?, ?)",
        metric.name(),
        metric.kind().name(),
        metric.decimals(),
        MetricColumns.type(metric));
  }
}
