package dev.vitals.service.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Figures that are looked up when somebody asks for them. */
public final class Gauges {
  private final PrometheusRegistry registry;

  public Gauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  public Gauges add(String name, String help, DoubleSupplier value) {
    return addKnown(name, help, () -> OptionalDouble.of(value.getAsDouble()));
  }

  /** There is no series of it while it is not known: a zero would be a lie. */
  public Gauges addKnown(String name, String help, Supplier<OptionalDouble> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(point -> value.get().ifPresent(point::call))
        .register(registry);
    return this;
  }
}
