package dev.vitals.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.logback.InstrumentedAppender;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogMetricsTest {
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final MetricRegistry dropwizard = new MetricRegistry();
  private final InstrumentedAppender counting = new InstrumentedAppender(dropwizard);
  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** As Dropwizard does before it runs an application. */
  @BeforeEach
  void count() {
    counting.setContext(root.getLoggerContext());
    counting.start();
    root.addAppender(counting);
    LogMetrics.register(dropwizard, registry);
  }

  @AfterEach
  void countNoMore() {
    root.detachAppender(counting);
  }

  @Test
  void linesAreCountedByLevelFromZeroOn() {
    assertThat(count("warn")).isZero();
    assertThat(count("error")).isZero();

    LoggerFactory.getLogger("of.a.test").error("one");
    LoggerFactory.getLogger("of.a.test").warn("two");
    LoggerFactory.getLogger("of.a.test").warn("three");

    assertThat(count("error")).isEqualTo(1);
    assertThat(count("warn")).isEqualTo(2);
  }

  @Test
  void thatACheckTurnedRedIsNotCounted() throws Exception {
    // By its name, since nobody else may see it: a new Dropwizard may call it otherwise.
    LoggerFactory.getLogger(Class.forName(LogMetrics.CHECKS)).error("is now unhealthy");

    assertThat(count("error")).isZero();
  }

  private double count(String level) {
    return Scrape.of(registry).value("vitals_log_events_total{level=\"" + level + "\"}");
  }
}
