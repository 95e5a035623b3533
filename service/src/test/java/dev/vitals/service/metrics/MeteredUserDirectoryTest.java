package dev.vitals.service.metrics;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.application.user.UserDirectory;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.user.UserId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeteredUserDirectoryTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Known known = new Known();
  private final UserDirectory metered = new MeteredUserDirectory(known, registry);
  private final IdentifyUsers users = new IdentifyUsers(metered);

  private static final class Known implements UserDirectory {
    private final Map<String, Long> numbers = new HashMap<>(Map.of("ann", -7L));

    @Override
    public synchronized long remembered(String name) {
      return numbers.getOrDefault(name, UserId.NOBODY);
    }

    @Override
    public Map<String, Long> find(Collection<String> names) {
      return Map.of();
    }

    @Override
    public synchronized Map<String, Long> findOrAdd(Collection<String> names) {
      names.forEach(name -> numbers.put(name, -10L - numbers.size()));
      return Map.copyOf(numbers);
    }
  }

  @AfterEach
  void close() {
    users.close();
  }

  /** As a request that is read, and a question, ask for them. */
  @Test
  void aNameIsRememberedOrLookedUpAndCountedOnce() {
    assertThat(users.remembered("ann")).isEqualTo(-7);
    assertThat(users.remembered("bob")).isEqualTo(UserId.NOBODY);
    users.identify(new NamedSamples(SampleBatch.of(SHIPPED), List.of("bob", "eve"))).join();
    users.find(UserId.of("ann")).join();
    users.find(UserId.of("stranger")).join();

    assertThat(counted("remembered")).isEqualTo(2);
    assertThat(counted("looked_up")).isEqualTo(3);
  }

  private double counted(String how) {
    return registry.scrape().stream()
        .filter(metric -> metric.getMetadata().getName().equals("vitals_user_names"))
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .filter(point -> how.equals(point.getLabels().get("how")))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }
}
