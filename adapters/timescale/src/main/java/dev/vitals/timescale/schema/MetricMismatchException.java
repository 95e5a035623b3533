package dev.vitals.timescale.schema;

/**
 * A database does not keep a metric, or keeps it otherwise than it is defined. The message is fit
 * for an operator.
 */
public final class MetricMismatchException extends RuntimeException {
  private MetricMismatchException(String message) {
    super(message);
  }

  static MetricMismatchException changed(String name, String kept, String defined) {
    return new MetricMismatchException(
        "metric %s is kept as %s in this database and defined as %s: give the new one another name"
            .formatted(name, kept, defined));
  }

  static MetricMismatchException tooMany(int most) {
    return new MetricMismatchException(
        "this database would keep more than %s metrics, those included that are on no more"
            .formatted(most));
  }

  static MetricMismatchException oldTimescale(String name) {
    return new MetricMismatchException(
        "metric %s cannot be added to the rollups of this database: TimescaleDB does so from 2.28 on, so"
                .formatted(name)
            + " update the extension, or take the metric out of metrics");
  }

  static MetricMismatchException missing(String name) {
    return new MetricMismatchException(
        "metric %s has no columns in this database yet: run ./vitals db migrate config.yml"
            .formatted(name));
  }
}
