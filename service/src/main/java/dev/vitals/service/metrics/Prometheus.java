package dev.vitals.service.metrics;

import io.dropwizard.core.setup.AdminEnvironment;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Where metrics are kept, and scraped: at {@code /prometheus} of the admin port. */
public final class Prometheus {
  private Prometheus() {}

  public static PrometheusRegistry install(AdminEnvironment admin) {
    PrometheusRegistry registry = new PrometheusRegistry();
    JvmMetrics.builder().register(registry);
    BuildInfo.register(registry);
    admin
        .addServlet("prometheus", new PrometheusMetricsServlet(registry))
        .addMapping("/prometheus");
    return registry;
  }
}
