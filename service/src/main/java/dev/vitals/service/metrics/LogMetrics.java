package dev.vitals.service.metrics;

import ch.qos.logback.core.Appender;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** How much is logged that somebody should look at. */
public final class LogMetrics {
  private LogMetrics() {}

  /**
   * @param metrics in which Dropwizard counts what it logs
   */
  public static void register(MetricRegistry metrics, PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("vitals_log_events_total")
        .help("Lines of the log, by level.")
        .labelNames("level")
        .callback(
            point -> {
              point.call(count(metrics, "warn"), "warn");
              point.call(count(metrics, "error"), "error");
            })
        .register(registry);
  }

  private static double count(MetricRegistry metrics, String level) {
    return metrics.meter(MetricRegistry.name(Appender.class, level)).getCount();
  }
}
