package dev.vitals.bench.load;

import dev.vitals.bench.rig.Arguments;
import java.time.Duration;

/**
 * How much of everything.
 *
 * @param length of a round, without its ramp
 * @param rounds of each, whose median counts
 * @param warmUp of the service, before anything is measured
 * @param withHalfLoad whether each is measured at half of its own rate too
 */
public record PairSettings(Duration length, int rounds, Duration warmUp, boolean withHalfLoad) {
  public static PairSettings of(Arguments given) {
    return new PairSettings(
        Duration.ofSeconds(given.number("seconds", 5)),
        given.number("rounds", 5),
        Duration.ofSeconds(given.number("warmUp", 20)),
        given.text("halfLoad", "yes").equals("yes"));
  }
}
