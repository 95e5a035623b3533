package dev.vitals.service.crash;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A device: sends one request after the other, through any fault. Of what was not acknowledged it
 * sends some again until it is, and leaves the others in doubt.
 */
final class Client implements Runnable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SENT_AGAIN_EVERY = 4;
  private static final Duration HASTE = Duration.ofMillis(50);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Mix mix;
  private final boolean patient;
  private final Supplier<URI> target;
  private final Ledger ledger;
  private final AtomicInteger underWay;
  private final CountDownLatch stopped;

  /**
   * @param patient waits as long as Retry-After says; others come back at once, as bad clients do
   * @param target where the service is now
   */
  Client(
      Mix mix,
      boolean patient,
      Supplier<URI> target,
      Ledger ledger,
      AtomicInteger underWay,
      CountDownLatch stopped) {
    this.mix = mix;
    this.patient = patient;
    this.target = target;
    this.ledger = ledger;
    this.underWay = underWay;
    this.stopped = stopped;
  }

  @Override
  public void run() {
    try {
      while (!isStoppedAfter(Duration.ZERO)) {
        deliver(mix.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(Request request) throws InterruptedException {
    HttpRequest.BodyPublisher body =
        BodyPublishers.ofString(request.storable() ? request.body() : request.bodyWithABadRecord());
    boolean again = true;
    while (again) {
      Optional<Duration> pause = attempt(request, body);
      again = pause.isPresent() && !isStoppedAfter(pause.get());
    }
  }

  /**
   * @return when to try again; empty for not at all
   */
  private Optional<Duration> attempt(Request request, HttpRequest.BodyPublisher body)
      throws InterruptedException {
    HttpRequest post =
        HttpRequest.newBuilder(target.get())
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(body)
            .build();
    underWay.incrementAndGet();
    long started = System.nanoTime();
    int status = Attempt.CUT;
    Duration pause = HASTE;
    try {
      HttpResponse<Void> answer = http.send(post, BodyHandlers.discarding());
      status = answer.statusCode();
      if (status == 503) {
        Duration asked = retryAfter(answer);
        pause = patient ? asked : HASTE;
      }
    } catch (ConnectException e) {
      // Nothing listens, so nothing was sent.
      ledger.nobodyListened();
      return Optional.of(HASTE);
    } catch (IOException e) {
      // Cut.
    } finally {
      underWay.decrementAndGet();
    }
    Attempt attempt = new Attempt(request, started, System.nanoTime(), status);
    ledger.add(attempt);
    boolean known = attempt.acknowledged() || attempt.refused();
    return known || request.userId() % SENT_AGAIN_EVERY != 0
        ? Optional.empty()
        : Optional.of(pause);
  }

  private static Duration retryAfter(HttpResponse<Void> answer) {
    return Duration.ofSeconds(answer.headers().firstValueAsLong("Retry-After").orElseThrow());
  }

  private boolean isStoppedAfter(Duration pause) throws InterruptedException {
    return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
