package dev.vitals.service.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;

/** The connections to the database. */
public final class PoolMetrics {
  private PoolMetrics() {}

  public static void register(DataSourceProxy pool, PrometheusRegistry registry) {
    GaugeWithCallback.builder()
        .name("vitals_database_connections")
        .help("Connections of the pool, by what they do.")
        .labelNames("state")
        .callback(
            point -> {
              point.call(pool.getActive(), "active");
              point.call(pool.getIdle(), "idle");
            })
        .register(registry);
    new Gauges(registry)
        .add(
            "vitals_database_connections_max", "Connections the pool may have.", pool::getMaxActive)
        .add(
            "vitals_database_connection_waiters",
            "Requests that wait for a connection.",
            pool::getWaitCount);
  }
}
