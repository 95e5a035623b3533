package dev.vitals.bench.reading;

import dev.vitals.bench.rig.Arguments;
import java.time.Duration;

/**
 * How much of everything.
 *
 * @param users with a sample an hour for a year, and a sample a minute for its last days
 * @param days of the latter
 * @param yearUsers with a sample a minute for all of the year
 * @param length of each measurement
 * @param connections of those that load the service
 * @param settleEvery as the service is told: by default so seldom that it is seen what late samples
 *     cost before they are settled; as shipped it is 10s
 */
record ReadingSettings(
    int users, int days, int yearUsers, Duration length, int connections, String settleEvery) {
  static ReadingSettings of(Arguments given) {
    return of(given, 1_000, 20);
  }

  /** Of what is loaded into three servers. */
  static ReadingSettings ofPeers(Arguments given) {
    return of(given, 200, 10);
  }

  private static ReadingSettings of(Arguments given, int users, int yearUsers) {
    return new ReadingSettings(
        given.number("users", users),
        given.number("days", 14),
        given.number("yearUsers", yearUsers),
        Duration.ofSeconds(given.number("seconds", 10)),
        given.number("connections", 8),
        given.text("settleEvery", "12h"));
  }
}
