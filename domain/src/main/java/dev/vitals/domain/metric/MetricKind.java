package dev.vitals.domain.metric;

/** What is told of many values of a metric. */
public enum MetricKind {
  /** A state at a moment, as a heart rate is: average, minimum and maximum. */
  GAUGE,
  /** An amount within the interval that a sample stands for, as steps are: the sum. */
  TOTAL
}
