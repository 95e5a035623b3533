package dev.vitals.service.metrics;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The threads that answer requests; with virtual threads there is nothing to tell. */
public record ThreadMetrics(PrometheusRegistry registry) implements ServerLifecycleListener {
  @Override
  public void serverStarted(Server server) {
    if (server.getThreadPool() instanceof QueuedThreadPool pool) {
      new Gauges(registry)
          .add(
              "vitals_http_threads_busy",
              "Threads that answer requests, or wait to read one.",
              () -> pool.getThreads() - pool.getIdleThreads())
          .add("vitals_http_threads_max", "Threads there may be.", pool::getMaxThreads)
          .add("vitals_http_queued_jobs", "Jobs that wait for a thread.", pool::getQueueSize);
    }
  }
}
