package dev.vitals.service.metrics;

import dev.vitals.application.user.UserDirectory;
import dev.vitals.domain.user.UserId;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

/** Measures what a directory remembers, and what it takes to look up the rest. */
public final class MeteredUserDirectory implements UserDirectory {
  private final UserDirectory directory;
  private final CounterDataPoint remembered;
  private final CounterDataPoint lookedUp;
  private final Outcomes lookups;

  public MeteredUserDirectory(UserDirectory directory, PrometheusRegistry registry) {
    this.directory = directory;
    Counter names =
        Counter.builder()
            .name("vitals_user_names_total")
            .help(
                "Names of users that requests gave: remembered, or looked up in the database, as are"
                    + " those that are new and those that nobody has.")
            .labelNames("how")
            .register(registry);
    remembered = names.labelValues("remembered");
    lookedUp = names.labelValues("looked_up");
    lookups =
        new Outcomes(
            registry,
            "vitals_store_names_duration_seconds",
            "Of names of users that were looked up together, from the wait for a connection"
                + " to the answer.",
            .0005,
            .001,
            .0025,
            .005,
            .01,
            .025,
            .05,
            .1,
            .25,
            1,
            5,
            20);
  }

  @Override
  public long remembered(String name) {
    long number = directory.remembered(name);
    if (number != UserId.NOBODY) {
      remembered.inc();
    }
    return number;
  }

  @Override
  public Map<String, Long> find(Collection<String> names) {
    return names.isEmpty() ? Map.of() : lookedUp(names, () -> directory.find(names));
  }

  @Override
  public Map<String, Long> findOrAdd(Collection<String> names) {
    return names.isEmpty() ? Map.of() : lookedUp(names, () -> directory.findOrAdd(names));
  }

  private Map<String, Long> lookedUp(Collection<String> names, Supplier<Map<String, Long>> lookup) {
    Map<String, Long> found = lookups.timed(lookup);
    lookedUp.inc(names.size());
    return found;
  }
}
