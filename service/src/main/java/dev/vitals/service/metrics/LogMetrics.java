package dev.vitals.service.metrics;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.logback.InstrumentedAppender;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.LoggerFactory;

/** How much is logged that somebody should look at. */
public final class LogMetrics {
  /** Says at ERROR that a check turned red: vitals_ready tells that, and nothing broke by it. */
  static final String CHECKS = "io.dropwizard.health.HealthCheckManager";

  private LogMetrics() {}

  /**
   * @param metrics in which Dropwizard counts what it logs
   */
  public static void register(MetricRegistry metrics, PrometheusRegistry registry) {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders()
        .forEachRemaining(
            appender -> {
              if (appender instanceof InstrumentedAppender counting) {
                counting.addFilter(new WithoutChecks());
              }
            });
    CounterWithCallback.builder()
        .name("vitals_log_events_total")
        .help("Lines of the log, by level, without those of health checks.")
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

  private static final class WithoutChecks extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return event.getLoggerName().equals(CHECKS) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }
}
