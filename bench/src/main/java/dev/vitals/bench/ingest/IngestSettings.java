package dev.vitals.bench.ingest;

import dev.vitals.bench.rig.Arguments;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How much of everything.
 *
 * @param length of a round, without its ramp
 * @param rounds of each side, whose median counts
 * @param warmUp of the service, before anything is measured
 * @param rows a transaction of the bare COPY: a number; {@link #FULL} for {@link
 *     Shape#rowsATransaction}; {@link #SEEN} for as many as the service had in the round before
 * @param writers of the bare COPY, instead of {@link Shape#writers}
 */
record IngestSettings(
    Duration length, int rounds, Duration warmUp, String rows, OptionalInt writers) {
  private static final String FULL = "full";
  private static final String SEEN = "seen";

  static IngestSettings of(Arguments given) {
    return new IngestSettings(
        Duration.ofSeconds(given.number("seconds", 5)),
        given.number("rounds", 5),
        Duration.ofSeconds(given.number("warmUp", 20)),
        given.text("rows", FULL),
        given.number("writers"));
  }

  /**
   * @param seen by the round before
   */
  int rows(Shape shape, double seen) {
    return switch (rows) {
      case FULL -> shape.rowsATransaction();
      case SEEN -> (int) Math.round(seen);
      default -> Integer.parseInt(rows);
    };
  }

  int writers(Shape shape) {
    return writers.orElse(shape.writers());
  }
}
