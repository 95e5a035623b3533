package dev.vitals.bench.ingest;

import java.time.Duration;

/** Which of a request's records were taken long before the others: one in fifty, or none. */
enum Late {
  NONE(Duration.ZERO, Duration.ZERO),
  /** Rollups are filled up to two days ago. */
  ABOVE_WATERMARK(Duration.ofHours(1), Duration.ofHours(38)),
  BELOW_WATERMARK(Duration.ofDays(3), Duration.ofDays(10));

  static final int ONE_IN = 50;

  /** Between the tenths of a second of everybody's other samples. */
  private static final long OFFSET_MILLIS = 5;

  /** A prime, and no divisor of any span: steps of it meet every second of a span once. */
  private static final long STRIDE_SECONDS = 7_919;

  private final Duration youngest;
  private final Duration oldest;

  Late(Duration youngest, Duration oldest) {
    this.youngest = youngest;
    this.oldest = oldest;
  }

  Duration youngest() {
    return youngest;
  }

  Duration oldest() {
    return oldest;
  }

  boolean isAny() {
    return this != NONE;
  }

  /**
   * When the late record of this number was taken, each at another moment.
   *
   * @param startMillis of the other samples
   */
  long millis(long startMillis, long number) {
    long span = oldest.minus(youngest).toSeconds();
    if (number >= span) {
      throw new IllegalStateException("a round this long runs out of late moments");
    }
    long age = youngest.toSeconds() + number * STRIDE_SECONDS % span;
    return startMillis - age * 1_000 + OFFSET_MILLIS;
  }
}
