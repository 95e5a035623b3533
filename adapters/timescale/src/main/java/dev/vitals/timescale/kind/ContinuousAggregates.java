package dev.vitals.timescale.kind;

import dev.vitals.domain.metric.Metric;
import dev.vitals.timescale.metrics.Figure;
import dev.vitals.timescale.metrics.MetricColumns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Rollups as continuous aggregates, the daily one on the quarter hours.
 *
 * <p>Materialized only: readers know the watermark and take what is above it from the samples, and
 * the union that TimescaleDB would make costs more to plan than to run. Without a refresh policy:
 * nothing here depends on when a background job ran, or whether.
 */
final class ContinuousAggregates {
  /**
   * What one chunk of the daily rollup spans. Each chunk of a question is planned and opened, and
   * by default it is ten times the samples' week: a year would be six chunks, which takes half as
   * long again, of a few hundred rows a user.
   */
  private static final String CHUNK_OF_DAYS = ", timescaledb.chunk_interval = '350 days'";

  private ContinuousAggregates() {}

  static void create(Handle handle, MetricColumns columns) {
    create(
        handle,
        "health_metrics_15m",
        "",
        "time_bucket(interval '15 minutes', timestamp)",
        columns.ofSamples(),
        "health_metrics");
    create(
        handle,
        "health_metrics_1d",
        CHUNK_OF_DAYS,
        "time_bucket(interval '1 day', bucket)",
        columns.ofSummaries(),
        "health_metrics_15m");
  }

  static boolean areThere(Handle handle) {
    return handle
        .createQuery(
            """
            select exists (select from pg_class
                           where oid = to_regclass('health_metrics_15m') and relkind = 'v')
            """)
        .mapTo(Boolean.class)
        .one();
  }

  /** The view itself takes no changes. */
  static String tableOf(Handle handle, String rollup) {
    return handle
        .createQuery(
            """
            select format('%I.%I', materialization_hypertable_schema,
                          materialization_hypertable_name)
            from timescaledb_information.continuous_aggregates
            where view_schema = current_schema and view_name = :rollup
            """)
        .bind("rollup", rollup)
        .mapTo(String.class)
        .one();
  }

  /** If {@link RollupColumns#takeMore}. */
  static void add(Handle transaction, Metric metric) {
    for (Figure figure : Figure.of(metric)) {
      add(transaction, "health_metrics_15m", figure, figure.ofSamples());
      add(transaction, "health_metrics_1d", figure, figure.ofSummaries());
    }
  }

  private static void add(Handle transaction, String rollup, Figure figure, String summary) {
    transaction.execute(
        "alter materialized view %s add column %s %s generated always as (%s) stored"
            .formatted(rollup, figure.name(), figure.type(), summary));
  }

  // With data, or with an open end, it would be filled into the future, and what is written there
  // later would not be seen.
  private static void create(
      Handle handle, String rollup, String options, String bucket, String summary, String source) {
    handle.execute(
        "create materialized view if not exists "
            + rollup
            + " with (timescaledb.continuous, timescaledb.materialized_only = true"
            + options
            + ") as select user_id, "
            + bucket
            + " as bucket, "
            + summary
            + " from "
            + source
            + " group by user_id, "
            + bucket
            + " with no data");
  }

  /**
   * Makes them anew and empty. Rows below the horizon, which nothing could fill again, become
   * corrections.
   *
   * @param type of what is there: a materialized view, or a table where the extension is new
   */
  static void replace(Handle transaction, MetricColumns columns, String type) {
    // Both before anything is dropped, for from then on readers wait.
    for (String level : List.of("15m", "1d")) {
      transaction.execute(
          """
          insert into health_metrics_LEVEL_corrections (user_id, bucket, NAMES)
          select user_id, bucket, NAMES from health_metrics_LEVEL
          where bucket < (select horizon from health_metrics_rollup_state)
          on conflict do nothing
          """
              .replace("LEVEL", level)
              .replace("NAMES", columns.summaryNames()));
    }
    // The daily one stands on the other.
    transaction.execute("drop " + type + " health_metrics_1d");
    transaction.execute("drop " + type + " health_metrics_15m");
    create(transaction, columns);
    Columnstore.enable(transaction);
  }

  static void refresh(Handle handle, String rollup, Instant start, Instant end) {
    handle.execute(
        "call refresh_continuous_aggregate(?::regclass, ?::timestamptz, ?::timestamptz)",
        rollup,
        start.atOffset(ZoneOffset.UTC),
        end.atOffset(ZoneOffset.UTC));
  }
}
