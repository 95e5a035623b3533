package dev.vitals.bench;

import java.time.Duration;
import java.util.Map;

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
record BenchSettings(
    int users, int days, int yearUsers, Duration length, int connections, String settleEvery) {
  static BenchSettings of(Map<String, String> given) {
    return new BenchSettings(
        number(given, "users", 1_000),
        number(given, "days", 14),
        number(given, "yearUsers", 20),
        Duration.ofSeconds(number(given, "seconds", 10)),
        number(given, "connections", 8),
        given.getOrDefault("settleEvery", "12h"));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    return Integer.parseInt(given.getOrDefault(name, Integer.toString(otherwise)));
  }
}
