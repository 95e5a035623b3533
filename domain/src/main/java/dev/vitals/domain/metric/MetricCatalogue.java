package dev.vitals.domain.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The metrics that are taken and answered, in order. Where values stand in arrays, a metric's
 * number is its place in here. Catalogues of equal metrics in equal order are equal.
 */
public final class MetricCatalogue {
  /** Each is a column of a row, and up to four of a rollup's. */
  public static final int MOST_METRICS = 60;

  /** What is on where nothing else is configured. */
  public static final MetricCatalogue SHIPPED =
      of(StandardMetrics.HEART_RATE, StandardMetrics.STEPS, StandardMetrics.CALORIES);

  private final List<Metric> metrics;
  private final Map<String, Integer> numbers;

  /** Questions are told apart by it. */
  private final int hash;

  private MetricCatalogue(List<Metric> metrics) {
    this.metrics = List.copyOf(metrics);
    this.numbers = new HashMap<>();
    this.hash = this.metrics.hashCode();
    for (Metric metric : metrics) {
      if (numbers.putIfAbsent(metric.name(), numbers.size()) != null) {
        throw new InvalidMetricException("metric " + metric.name() + " is there twice");
      }
    }
  }

  /**
   * @throws InvalidMetricException none, more than {@link #MOST_METRICS}, or two of one name
   */
  public static MetricCatalogue of(List<Metric> metrics) {
    if (metrics.isEmpty() || metrics.size() > MOST_METRICS) {
      throw new InvalidMetricException("there must be 1 to " + MOST_METRICS + " metrics");
    }
    return new MetricCatalogue(metrics);
  }

  /**
   * However many there are: those that were on at some time are more than those that are.
   *
   * @throws InvalidMetricException two are of one name
   */
  public static MetricCatalogue ofKept(List<Metric> metrics) {
    return new MetricCatalogue(metrics);
  }

  /**
   * @throws InvalidMetricException as of a list
   */
  public static MetricCatalogue of(Metric... metrics) {
    return of(List.of(metrics));
  }

  public List<Metric> metrics() {
    return metrics;
  }

  public int size() {
    return metrics.size();
  }

  public Metric metric(int number) {
    return metrics.get(number);
  }

  /** -1 if there is none of this name. */
  public int numberOf(String name) {
    Integer number = numbers.get(name);
    return number == null ? -1 : number;
  }

  /**
   * Those of some names, in this one's order.
   *
   * @param names known, and at least one
   */
  public MetricCatalogue only(Set<String> names) {
    return names.size() == size()
        ? this
        : of(metrics.stream().filter(metric -> names.contains(metric.name())).toList());
  }

  /** "heart_rate, steps and calories". */
  public String names(String conjunction) {
    int last = size() - 1;
    String others =
        metrics.subList(0, last).stream().map(Metric::name).collect(Collectors.joining(", "));
    String lastName = metric(last).name();
    return last == 0 ? lastName : others + " " + conjunction + " " + lastName;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof MetricCatalogue catalogue && metrics.equals(catalogue.metrics));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return names("and");
  }
}
