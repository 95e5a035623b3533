package dev.vitals.domain.metric;

/** A definition that breaks a rule of {@link Metric}. The message is one line, for an operator. */
public final class InvalidMetricException extends IllegalArgumentException {
  public InvalidMetricException(String message) {
    super(message);
  }
}
