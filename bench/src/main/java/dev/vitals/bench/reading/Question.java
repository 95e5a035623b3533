package dev.vitals.bench.reading;

import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What is asked over and over, of any user and from any minute on, written as in day@8.
 *
 * @param ofYearUsers whether it is longer than what the other users have a sample a minute for
 * @param connections at once
 */
record Question(String name, Duration length, boolean ofYearUsers, int connections) {
  static Question of(String text) {
    String[] parts = text.split("@", 2);
    int connections = Integer.parseInt(parts[1]);
    return switch (parts[0]) {
      case "hour" -> new Question("an hour", Duration.ofHours(1), false, connections);
      case "day" -> new Question("a day", Duration.ofDays(1), false, connections);
      case "30days" -> new Question("30 days", Duration.ofDays(30), true, connections);
      // From any minute of two days on.
      case "year" ->
          new Question("a year", History.YEAR.minus(Duration.ofDays(2)), true, connections);
      default -> throw new IllegalArgumentException("no question is called " + parts[0]);
    };
  }

  /** One user's range. */
  record Asked(int user, TimeRange range) {}

  /** The same for the same number of the same connection. */
  Asked asked(History history, int connection, long number) {
    RandomGenerator random = new SplittableRandom(number * connections + connection);
    return ofYearUsers
        ? new Asked(history.anyYearUser(random), history.any(random, length))
        : new Asked(history.anyUser(random), history.anyDense(random, length));
  }

  @Override
  public String toString() {
    return name + " @ " + connections;
  }
}
