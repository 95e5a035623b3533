package dev.vitals.timescale.metrics;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.timescale.error.StoreErrors;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metrics that have columns in this database, in {@code health_metrics} and in all summaries.
 * Each is remembered in {@code health_metrics_catalogue}. A column that comes later is null in what
 * is there: nobody could have sent it. One that no configuration names any more stays.
 *
 * <p>Work on the rollups goes by these and not by a configuration: so it is done for all, whoever
 * does it, and instances with different metrics do no harm to each other.
 */
public final class KeptMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(KeptMetrics.class);

  private static final List<String> SUMMARIES =
      List.of("health_metrics_15m_corrections", "health_metrics_1d_corrections");

  private static final List<String> ROLLUPS = List.of("health_metrics_15m", "health_metrics_1d");

  /** A table has room for 1,600 columns, and a summary has up to four of a metric. */
  private static final int MOST = 300;

  private static final int LOCK_ATTEMPTS = 100;
  private static final long LOCK_PAUSE_MILLIS = 200;

  /** How values are kept. */
  private record Kept(String kind, int decimals, String type) {
    static Kept of(Metric metric) {
      return new Kept(metric.kind().name(), metric.decimals(), MetricColumns.type(metric));
    }

    @Override
    public String toString() {
      return "%s with %s decimals (%s)".formatted(kind, decimals, type);
    }
  }

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

  /**
   * Adds those of a catalogue that are not there. Changes nothing where all are.
   *
   * <p>All tables are locked before the first is changed, and not waited for: whoever comes queues
   * behind who waits, so it tries again a little later (rule 3 of docs/late-samples.md).
   *
   * @param handle in auto-commit, while no other session changes the schema
   * @throws MetricMismatchException one is there and kept otherwise, or there would be too many;
   *     nothing is changed
   */
  public static void add(Handle handle, MetricCatalogue catalogue) {
    for (int attempt = 1; ; attempt++) {
      List<Metric> missing =
          catalogue.metrics().stream().filter(metric -> !isKept(handle, metric)).toList();
      if (missing.isEmpty()) {
        return;
      }
      requireRoom(handle, missing.size());
      try {
        handle.useTransaction(
            transaction -> {
              lockAll(transaction);
              missing.forEach(metric -> add(transaction, metric));
            });
        LOG.info("metrics_added names={}", missing.stream().map(Metric::name).toList());
        return;
      } catch (JdbiException e) {
        if (attempt == LOCK_ATTEMPTS || !StoreErrors.isLockNotAvailable(e)) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void requireRoom(Handle handle, int more) {
    int kept =
        handle
            .createQuery("select count(*) from health_metrics_catalogue")
            .mapTo(Integer.class)
            .one();
    if (kept + more > MOST) {
      throw MetricMismatchException.tooMany(MOST);
    }
  }

  private static void lockAll(Handle transaction) {
    transaction.execute("set local lock_timeout = '200ms'");
    transaction.execute("lock table health_metrics in access exclusive mode");
    SUMMARIES.forEach(
        table -> transaction.execute("lock table " + table + " in access exclusive mode"));
    ROLLUPS.stream()
        .filter(rollup -> kindOf(transaction, rollup).equals("r"))
        .forEach(table -> transaction.execute("lock table " + table + " in access exclusive mode"));
  }

  private static void pause() {
    try {
      Thread.sleep(LOCK_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while metrics are added", e);
    }
  }

  /**
   * For who may not add any.
   *
   * @throws MetricMismatchException one of the catalogue is not there, or kept otherwise
   */
  public static void require(Handle handle, MetricCatalogue catalogue) {
    for (Metric metric : catalogue.metrics()) {
      if (!isKept(handle, metric)) {
        throw MetricMismatchException.missing(metric.name());
      }
    }
  }

  private static boolean isKept(Handle handle, Metric metric) {
    Optional<Kept> kept = kept(handle, metric);
    if (kept.isPresent() && !kept.get().equals(Kept.of(metric))) {
      throw MetricMismatchException.changed(
          metric.name(), kept.get().toString(), Kept.of(metric).toString());
    }
    return kept.isPresent();
  }

  private static Optional<Kept> kept(Handle handle, Metric metric) {
    return handle
        .createQuery("select kind, decimals, type from health_metrics_catalogue where name = :name")
        .bind("name", metric.name())
        .map(
            (row, context) ->
                new Kept(row.getString("kind"), row.getInt("decimals"), row.getString("type")))
        .findOne();
  }

  private static void add(Handle transaction, Metric metric) {
    transaction.execute(
        "alter table health_metrics add column %s %s"
            .formatted(MetricColumns.name(metric), MetricColumns.type(metric)));
    transaction.execute(
        "comment on column health_metrics.%s is '%s, in units of 10^-%s'"
            .formatted(
                MetricColumns.name(metric), metric.unit().replace("'", "''"), metric.decimals()));
    for (String table : SUMMARIES) {
      Figure.of(metric).forEach(figure -> addTo(transaction, table, figure));
    }
    addToRollups(transaction, metric);
    transaction.execute(
        "insert into health_metrics_catalogue (name, kind, decimals, type) values (?, ?, ?, ?)",
        metric.name(),
        metric.kind().name(),
        metric.decimals(),
        MetricColumns.type(metric));
  }

  private static void addTo(Handle transaction, String table, Figure figure) {
    transaction.execute(
        "alter table %s add column %s %s".formatted(table, figure.name(), figure.type()));
  }

  /** Where there are some already, which is not so at the first start. */
  private static void addToRollups(Handle transaction, Metric metric) {
    for (String rollup : ROLLUPS) {
      String kind = kindOf(transaction, rollup);
      for (Figure figure : Figure.of(metric)) {
        if (kind.equals("r")) {
          addTo(transaction, rollup, figure);
        } else if (kind.equals("v")) {
          addToAggregate(transaction, rollup, figure);
        }
      }
    }
  }

  /** As pg_class has it; empty if there is none yet. */
  private static String kindOf(Handle transaction, String rollup) {
    return transaction
        .createQuery(
            "select coalesce((select relkind::text from pg_class where oid = to_regclass(:name)), '')")
        .bind("name", rollup)
        .mapTo(String.class)
        .one();
  }

  /** From TimescaleDB 2.28 on. Null in what is filled already. */
  private static void addToAggregate(Handle transaction, String rollup, Figure figure) {
    transaction.execute(
        "alter materialized view %s add column %s %s generated always as (%s) stored"
            .formatted(
                rollup,
                figure.name(),
                figure.type(),
                rollup.equals("health_metrics_15m") ? figure.ofSamples() : figure.ofSummaries()));
  }
}
