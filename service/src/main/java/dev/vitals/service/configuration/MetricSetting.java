package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.vitals.domain.metric.InvalidMetricException;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.metric.StandardMetrics;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A metric that is on: the name of a standard one, or a definition in full.
 *
 * @param decimals 0 if they are not given
 */
public record MetricSetting(
    @Nullable String name,
    @Nullable String kind,
    @Nullable String unit,
    @Nullable BigDecimal decimals,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max) {

  /** Jackson's, beside the one of a name. */
  @JsonCreator
  public MetricSetting {}

  /** The name alone. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MetricSetting named(String name) {
    return new MetricSetting(name, null, null, null, null, null);
  }

  /**
   * @throws InvalidMetricException there is no standard metric of that name, or the definition is
   *     not complete or breaks a rule
   */
  Metric metric() {
    if (name == null) {
      throw new InvalidMetricException("a metric has no name");
    }
    if (Stream.of(kind, unit, decimals, min, max).allMatch(Objects::isNull)) {
      return standard(name);
    }
    if (kind == null || unit == null || min == null || max == null) {
      throw new InvalidMetricException("metric " + name + " needs kind, unit, min and max");
    }
    return Metric.of(name, kind(name, kind), unit, decimals(name), min, max);
  }

  private int decimals(String name) {
    try {
      return decimals == null ? 0 : decimals.intValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidMetricException("metric " + name + ": decimals must be an integer");
    }
  }

  private static Metric standard(String name) {
    return StandardMetrics.ALL.stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidMetricException(
                    "no standard metric is called "
                        + name
                        + " (docs/metrics.md); one of your own needs kind, unit, min and max"));
  }

  private static MetricKind kind(String name, String kind) {
    for (MetricKind known : MetricKind.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(kind)) {
        return known;
      }
    }
    throw new InvalidMetricException("metric " + name + ": kind must be gauge or total");
  }
}
