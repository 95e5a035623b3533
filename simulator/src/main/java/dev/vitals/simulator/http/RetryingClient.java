package dev.vitals.simulator.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends a request until it is answered: again after a 5xx and after a cut connection, which is safe
 * since resending a sample changes nothing, and never again after a 4xx, which would be refused
 * again.
 *
 * <p>Threads: any number at once; each has a connection of its own.
 */
public final class RetryingClient {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TO_CONNECT)
          .build();
  private final Backoff backoff;
  private final Pause pause;

  public RetryingClient(Backoff backoff, Pause pause) {
    this.backoff = backoff;
    this.pause = pause;
  }

  public Outcome send(HttpRequest request, Traffic traffic) throws InterruptedException {
    return send(request, traffic, System.nanoTime());
  }

  /**
   * @param dueNanos when the first attempt was due by {@link System#nanoTime}: if it comes later
   *     because those before took so long, that counts as its own latency
   */
  public Outcome send(HttpRequest request, Traffic traffic, long dueNanos)
      throws InterruptedException {
    long begun = dueNanos;
    for (int attempt = 1; ; attempt++) {
      Optional<Duration> retryAfter = Optional.empty();
      Outcome.GivenUp failure;
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        traffic.answered(response.statusCode(), System.nanoTime() - begun);
        if (response.statusCode() < 500) {
          return new Outcome.Answered(response.statusCode(), response.body());
        }
        retryAfter = retryAfter(response);
        failure = new Outcome.GivenUp(response.statusCode() + ": " + response.body(), true);
      } catch (IOException e) {
        traffic.wasCutOff();
        failure = new Outcome.GivenUp(e.toString(), false);
      }
      if (attempt >= backoff.attempts()
          || !pause.last(backoff.after(attempt, retryAfter, ThreadLocalRandom.current()))) {
        return failure;
      }
      traffic.wasRetried();
      begun = System.nanoTime();
    }
  }

  /** In seconds, as Vitals writes it; the other form of it, a date, is left to the back-off. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(Long::parseLong)
        .map(Duration::ofSeconds);
  }
}
