package dev.vitals.simulator.http;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: what the service asks for and a little more, or else
 * twice as long each time. The random part keeps clients that failed together from coming back
 * together.
 *
 * @param attempts in all, the first one included
 */
public record Backoff(int attempts, Duration first, Duration longest) {
  public static final Backoff USUAL =
      new Backoff(10, Duration.ofMillis(100), Duration.ofSeconds(5));

  private static final int JITTER_MILLIS = 250;

  Duration after(int attempt, Optional<Duration> retryAfter, RandomGenerator random) {
    if (retryAfter.isPresent()) {
      return retryAfter.get().plusMillis(random.nextInt(JITTER_MILLIS));
    }
    long whole = Math.min(first.toMillis() << Math.min(attempt - 1, 20), longest.toMillis());
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }
}
