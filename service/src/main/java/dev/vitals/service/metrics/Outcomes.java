package dev.vitals.service.metrics;

import static java.util.Objects.requireNonNull;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.series.UnanswerableBucketException;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Times calls of the store, by how they end. */
final class Outcomes {
  private final DistributionDataPoint ok;
  private final DistributionDataPoint refused;
  private final DistributionDataPoint failed;
  private final Map<Reason, DistributionDataPoint> unavailable = new EnumMap<>(Reason.class);

  /**
   * In a histogram by outcome.
   *
   * @param help what is timed
   * @param bounds of its buckets, in seconds
   */
  Outcomes(PrometheusRegistry registry, String name, String help, double... bounds) {
    Histogram seconds =
        Histogram.builder()
            .name(name)
            .help(help)
            .labelNames("outcome")
            .classicOnly()
            .classicUpperBounds(bounds)
            .register(registry);
    ok = seconds.labelValues("ok");
    refused = seconds.labelValues("refused");
    failed = seconds.labelValues("failed");
    for (Reason reason : Reason.values()) {
      unavailable.put(reason, seconds.labelValues(reason.name().toLowerCase(Locale.ROOT)));
    }
  }

  <T> T timed(Supplier<T> call) {
    long begun = System.nanoTime();
    DistributionDataPoint outcome = failed;
    try {
      T result = call.get();
      outcome = ok;
      return result;
    } catch (StoreUnavailableException e) {
      outcome = requireNonNull(unavailable.get(e.reason()));
      throw e;
    } catch (ExpiredSamplesException | UnanswerableRangeException | UnanswerableBucketException e) {
      outcome = refused;
      throw e;
    } finally {
      outcome.observe(Unit.nanosToSeconds(System.nanoTime() - begun));
    }
  }
}
