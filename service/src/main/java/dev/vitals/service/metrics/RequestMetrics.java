package dev.vitals.service.metrics;

import dev.vitals.rest.request.RequestMeter;
import dev.vitals.rest.request.Route;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.List;

/** Answers of the API: how many, which, and how fast. */
public final class RequestMetrics implements RequestMeter {
  private final Histogram seconds;

  public RequestMetrics(PrometheusRegistry registry) {
    seconds =
        Histogram.builder()
            .name("vitals_http_request_duration_seconds")
            .help("From the first byte of a request to the last of its answer.")
            .labelNames("route", "method", "status")
            .classicOnly()
            .classicUpperBounds(
                .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60)
            .register(registry);
    // A series that begins with its first event hides that event from rate().
    for (String fault : List.of("500", "503")) {
      seconds.initLabelValues(Route.INGEST.label(), "POST", fault);
      for (Route asked : List.of(Route.METRICS, Route.SERIES, Route.LATEST, Route.SAMPLES)) {
        seconds.initLabelValues(asked.label(), "GET", fault);
      }
      for (Route erased : List.of(Route.SAMPLES, Route.USERS)) {
        seconds.initLabelValues(erased.label(), "DELETE", fault);
      }
    }
  }

  @Override
  public void answered(Route route, String method, int status, long nanos) {
    seconds
        .labelValues(route.label(), method, Integer.toString(status))
        .observe(Unit.nanosToSeconds(nanos));
  }
}
