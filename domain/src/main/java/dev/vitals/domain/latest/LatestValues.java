package dev.vitals.domain.latest;

import dev.vitals.domain.metric.MetricCatalogue;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The newest value of each of some metrics. A user whose samples carry none of them has samples all
 * the same, which is told apart from one who has none.
 *
 * @param hasSamples of whatever metrics
 * @param values one a metric of the catalogue, in its order; empty where no sample carries it
 */
public record LatestValues(
    MetricCatalogue catalogue, boolean hasSamples, List<Optional<LatestValue>> values) {

  /**
   * @throws IllegalArgumentException not one a metric, or values without samples
   */
  public LatestValues {
    values = List.copyOf(values);
    if (values.size() != catalogue.size()) {
      throw new IllegalArgumentException("there must be one value of each metric, or none");
    }
    if (!hasSamples && values.stream().anyMatch(Optional::isPresent)) {
      throw new IllegalArgumentException("a value is of a sample");
    }
  }

  /** Of a user without samples. */
  public static LatestValues none(MetricCatalogue catalogue) {
    return new LatestValues(
        catalogue, false, Collections.nCopies(catalogue.size(), Optional.empty()));
  }
}
