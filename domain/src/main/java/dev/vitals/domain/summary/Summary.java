package dev.vitals.domain.summary;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A mergeable partial aggregate of samples. {@link #merge} is associative and commutative and
 * {@link #empty} is its identity, so any split of a batch or of a range gives the same answer. All
 * figures are integers, hence exact: an average is a quotient taken at the very end.
 *
 * @param samples how many there are, whatever they carry
 * @param figures of each metric of the catalogue, in its order
 */
public record Summary(MetricCatalogue catalogue, long samples, List<Figures> figures) {

  /**
   * @throws IllegalArgumentException more values than samples, or not one figure a metric
   */
  public Summary {
    figures = List.copyOf(figures);
    if (figures.size() != catalogue.size()) {
      throw new IllegalArgumentException("there must be figures of each metric");
    }
    for (Figures ofMetric : figures) {
      if (ofMetric.count() > samples) {
        throw new IllegalArgumentException("more values than samples");
      }
    }
  }

  public static Summary empty(MetricCatalogue catalogue) {
    return new Summary(catalogue, 0, Collections.nCopies(catalogue.size(), Figures.NONE));
  }

  /**
   * Of one sample.
   *
   * @param values of all metrics in units of 10<sup>-decimals</sup>, or {@link SampleBatch#ABSENT}
   */
  public static Summary of(MetricCatalogue catalogue, int... values) {
    List<Figures> figures = new ArrayList<>(values.length);
    for (int metric = 0; metric < values.length; metric++) {
      figures.add(figures(catalogue, metric, values[metric]));
    }
    return new Summary(catalogue, 1, figures);
  }

  /** The aggregate of one user's rows within the range, each row counted as it stands. */
  public static Summary of(SampleBatch batch, long userId, TimeRange range) {
    long start = range.startMicros();
    long end = range.endMicros();
    Summary summary = empty(batch.catalogue());
    for (int row = 0; row < batch.size(); row++) {
      long timestamp = batch.timestampsMicros()[row];
      if (batch.userIds()[row] == userId && start <= timestamp && timestamp < end) {
        summary = summary.merge(of(batch, row));
      }
    }
    return summary;
  }

  private static Summary of(SampleBatch batch, int row) {
    MetricCatalogue catalogue = batch.catalogue();
    return of(
        catalogue,
        IntStream.range(0, catalogue.size()).map(metric -> batch.value(row, metric)).toArray());
  }

  private static Figures figures(MetricCatalogue catalogue, int metric, int value) {
    return value == SampleBatch.ABSENT
        ? Figures.NONE
        : Figures.of(catalogue.metric(metric).kind(), value);
  }

  /**
   * @throws IllegalArgumentException of another catalogue
   * @throws ArithmeticException a sum leaves 64 bits, which takes more than 10^9 samples
   */
  public Summary merge(Summary other) {
    if (!catalogue.equals(other.catalogue)) {
      throw new IllegalArgumentException("summaries of different metrics");
    }
    List<Figures> merged = new ArrayList<>(figures.size());
    for (int metric = 0; metric < figures.size(); metric++) {
      merged.add(figures.get(metric).merge(other.figures.get(metric)));
    }
    return new Summary(catalogue, Math.addExact(samples, other.samples), merged);
  }

  /**
   * Of some of the metrics.
   *
   * @throws IllegalArgumentException one is not of the catalogue
   */
  public Summary only(MetricCatalogue chosen) {
    List<Figures> some = new ArrayList<>(chosen.size());
    for (Metric metric : chosen.metrics()) {
      int number = catalogue.numberOf(metric.name());
      if (number < 0) {
        throw new IllegalArgumentException("no metric of the catalogue: " + metric.name());
      }
      some.add(figures.get(number));
    }
    return new Summary(chosen, samples, some);
  }

  public boolean isEmpty() {
    return samples == 0;
  }

  /**
   * In the metric's unit: the double nearest to sum / count, exact as long as both are below 2^53
   * when they are brought to whole units. Empty where no sample carries it.
   *
   * @param metric its number in the catalogue
   */
  public OptionalDouble average(int metric) {
    Figures of = figures.get(metric);
    double unit = Math.pow(10, catalogue.metric(metric).decimals());
    return of.count() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(of.sum() / (of.count() * unit));
  }

  /** Of a gauge, in its unit. Empty where no sample carries it. */
  public Optional<BigDecimal> min(int metric) {
    return inUnits(metric, figures.get(metric).min());
  }

  /** Of a gauge, in its unit. Empty where no sample carries it. */
  public Optional<BigDecimal> max(int metric) {
    return inUnits(metric, figures.get(metric).max());
  }

  /** In the metric's unit. Empty where no sample carries it. */
  public Optional<BigDecimal> total(int metric) {
    return inUnits(metric, figures.get(metric).sum());
  }

  private Optional<BigDecimal> inUnits(int metric, long value) {
    return figures.get(metric).count() == 0
        ? Optional.empty()
        : Optional.of(catalogue.metric(metric).inUnits(value));
  }
}
