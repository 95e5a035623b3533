package dev.vitals.application.store;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.metric.StandardMetrics;
import dev.vitals.domain.summary.Summary;
import java.util.Arrays;

/** Of which metrics and users the samples are that contracts are tried with. */
public interface StoredSamples {
  /** Of all shapes: two bytes and four, gauges and totals, no decimals to three, below zero. */
  MetricCatalogue DOZEN =
      MetricCatalogue.of(
          StandardMetrics.HEART_RATE,
          StandardMetrics.STEPS,
          StandardMetrics.CALORIES,
          Metric.of("wide", MetricKind.GAUGE, "unit", 0, "-2147483647", "2147483647"),
          StandardMetrics.DISTANCE,
          StandardMetrics.OXYGEN_SATURATION,
          StandardMetrics.BODY_TEMPERATURE,
          StandardMetrics.STRESS,
          Metric.of("change", MetricKind.TOTAL, "unit", 1, "-3276.8", "3276.7"),
          Metric.of("fine", MetricKind.GAUGE, "unit", 3, "-1.5", "21.408"),
          Metric.of("one_value", MetricKind.GAUGE, "unit", 0, "7", "7"),
          Metric.of("order", MetricKind.TOTAL, "unit", 2, "0", "21474836.47"));

  /** Heart rate, steps and calories come first. */
  default MetricCatalogue catalogue() {
    return SHIPPED;
  }

  /**
   * @param number from 1
   */
  default long user(int number) {
    return 100L + number;
  }

  /** Of one sample that carries the first metrics alone. */
  default Summary summaryOf(int... values) {
    int[] all = Arrays.copyOf(values, catalogue().size());
    Arrays.fill(all, values.length, all.length, ABSENT);
    return Summary.of(catalogue(), all);
  }
}
