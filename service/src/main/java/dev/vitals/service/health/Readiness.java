package dev.vitals.service.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.health.HealthCheckConfiguration;
import io.dropwizard.health.HealthCheckType;
import io.dropwizard.health.HealthEnvironment;
import io.dropwizard.health.HealthStateView;
import io.dropwizard.health.Schedule;
import io.dropwizard.health.response.HealthResponderFactory;
import io.dropwizard.health.response.HealthResponseProvider;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.setup.ServletEnvironment;
import io.dropwizard.util.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code /live} and {@code /ready} of the admin port, by dropwizard-health, which would put one
 * path on the API's port. Its own schedule takes 15 s to notice, and 60 s to notice again.
 *
 * <p>All of its checks are critical: when one that is not recovers during a shutdown, it turns
 * readiness green again.
 */
final class Readiness {
  /** Found by Metrics itself. */
  private static final String DEADLOCKS = "deadlocks";

  private static final Duration EVERY = Duration.seconds(1);
  private static final Duration LIVENESS_EVERY = Duration.seconds(10);

  /** One may be a hiccup. */
  private static final int FAILURES = 2;

  private Readiness() {}

  /**
   * @param checks that are registered, or will be
   * @param shutdownDelay between the moment readiness turns red and the end of listening
   * @return whether requests should be sent here
   */
  static Probes install(Environment environment, List<String> checks, Duration shutdownDelay) {
    Probes probes = new Probes();
    DefaultHealthFactory health = new DefaultHealthFactory();
    health.setHealthCheckConfigurations(
        Stream.concat(
                checks.stream().map(name -> check(name, HealthCheckType.READY, EVERY)),
                Stream.of(check(DEADLOCKS, HealthCheckType.ALIVE, LIVENESS_EVERY)))
            .toList());
    health.setDelayedShutdownHandlerEnabled(true);
    health.setShutdownWaitPeriod(shutdownDelay);
    health.setHealthResponderFactory(probes);
    health.configure(
        environment.lifecycle(),
        environment.admin(),
        environment.jersey(),
        environment.health(),
        environment.getObjectMapper(),
        environment.getName());
    return probes;
  }

  private static HealthCheckConfiguration check(
      String name, HealthCheckType type, Duration interval) {
    Schedule schedule = new Schedule();
    schedule.setCheckInterval(interval);
    schedule.setDowntimeInterval(interval);
    schedule.setFailureAttempts(FAILURES);
    schedule.setSuccessAttempts(1);
    HealthCheckConfiguration check = new HealthCheckConfiguration();
    check.setName(name);
    check.setType(type);
    check.setCritical(true);
    // The start has just used the database, and would warn of every check before its first run.
    check.setInitialState(true);
    check.setSchedule(schedule);
    return check;
  }

  /** The two servlets. */
  static final class Probes implements HealthResponderFactory {
    private static final Map<String, Collection<String>> ALIVE = Map.of("type", List.of("alive"));

    private HealthResponseProvider provider =
        query -> {
          throw new IllegalStateException();
        };

    boolean isReady() {
      return provider.healthResponse(Map.of()).isHealthy();
    }

    private boolean isAlive() {
      return provider.healthResponse(ALIVE).isHealthy();
    }

    @Override
    public void configure(
        String name,
        Collection<String> paths,
        HealthResponseProvider provider,
        HealthEnvironment health,
        JerseyEnvironment jersey,
        ServletEnvironment servlets,
        ObjectMapper json) {
      this.provider = provider;
      servlets
          .addServlet(
              "live", new Probe(this::isAlive, () -> views(health, HealthCheckType.ALIVE), json))
          .addMapping("/live");
      servlets
          .addServlet(
              "ready", new Probe(this::isReady, () -> views(health, HealthCheckType.READY), json))
          .addMapping("/ready");
    }

    private static Collection<HealthStateView> views(
        HealthEnvironment health, HealthCheckType type) {
      return health.healthStateAggregator().healthStateViews().stream()
          .filter(view -> view.getType() == type)
          .toList();
    }
  }
}
