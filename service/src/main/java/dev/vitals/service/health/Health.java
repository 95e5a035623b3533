package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.metrics.servlets.HealthCheckServlet;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Collects the named checks, for {@code /healthcheck}, for readiness and for Prometheus. */
public final class Health {
  /** With the schedule of readiness it is red within ten seconds, whatever hangs. */
  private static final java.time.Duration LIMIT = java.time.Duration.ofSeconds(3);

  private final Environment environment;
  private final Map<String, TimeLimited> checks = new TreeMap<>();
  private final List<String> ofReadiness = new ArrayList<>();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "health");
            thread.setDaemon(true);
            return thread;
          });

  public Health(Environment environment) {
    this.environment = environment;
  }

  /** What an operator should know. */
  public void add(String name, HealthCheck check) {
    checks.put(name, new TimeLimited(check, LIMIT, executor));
  }

  /** What an answer needs. */
  public void addToReadiness(String name, HealthCheck check) {
    add(name, check);
    ofReadiness.add(name);
  }

  /** Once all are added. */
  public void install(Duration shutdownDelay, PrometheusRegistry metrics) {
    checks.forEach(environment.healthChecks()::register);
    // Side by side, or two that hang would take longer than a probe waits.
    environment
        .getAdminContext()
        .getServletContext()
        .setAttribute(HealthCheckServlet.HEALTH_CHECK_EXECUTOR, executor);
    Readiness.Probes probes = Readiness.install(environment, ofReadiness, shutdownDelay);
    GaugeWithCallback.builder()
        .name("vitals_ready")
        .help("1 while requests should be sent here.")
        .callback(point -> point.call(probes.isReady() ? 1 : 0))
        .register(metrics);
    GaugeWithCallback.builder()
        .name("vitals_health_check_healthy")
        .help("1 while the health check of that name is green.")
        .labelNames("check")
        .callback(
            point ->
                checks.forEach((name, check) -> point.call(isHealthy(name, check) ? 1 : 0, name)))
        .register(metrics);
  }

  /** Those of readiness are asked every second anyway, and the others take a moment. */
  private boolean isHealthy(String name, TimeLimited check) {
    return ofReadiness.contains(name) ? check.wasHealthy() : check.execute().isHealthy();
  }
}
