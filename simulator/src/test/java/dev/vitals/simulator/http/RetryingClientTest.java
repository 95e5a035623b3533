package dev.vitals.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryingClientTest {
  private static final Backoff BACKOFF =
      new Backoff(4, Duration.ofMillis(100), Duration.ofMillis(300));

  private final AtomicInteger requests = new AtomicInteger();
  private final Traffic traffic = new Traffic();
  private final List<Duration> pauses = new ArrayList<>();
  private boolean stopped;

  @Test
  void a503IsSentAgainAfterTheTimeItNames() throws Exception {
    Outcome outcome =
        send(
            exchange -> {
              if (requests.incrementAndGet() < 3) {
                exchange.getResponseHeaders().set("Retry-After", "7");
                StubVitals.reply(exchange, 503, "busy");
              } else {
                StubVitals.reply(exchange, 200, "done");
              }
            });
    assertThat(outcome).isEqualTo(new Outcome.Answered(200, "done"));
    assertThat(pauses)
        .hasSize(2)
        .allMatch(pause -> Duration.ofSeconds(7).compareTo(pause) <= 0)
        .allMatch(pause -> Duration.ofSeconds(8).compareTo(pause) > 0);
    assertThat(traffic.busy()).isEqualTo(2);
    assertThat(traffic.retries()).isEqualTo(2);
    assertThat(traffic.answers()).isEqualTo(3);
  }

  @Test
  void a4xxIsNotSentAgain() throws Exception {
    Outcome outcome =
        send(
            exchange -> {
              requests.incrementAndGet();
              StubVitals.reply(exchange, 422, "no");
            });
    assertThat(outcome).isEqualTo(new Outcome.Answered(422, "no"));
    assertThat(requests).hasValue(1);
    assertThat(pauses).isEmpty();
    assertThat(traffic.refused()).isEqualTo(1);
  }

  @Test
  void aCutConnectionIsSentAgain() throws Exception {
    Outcome outcome =
        send(
            exchange -> {
              if (requests.incrementAndGet() == 1) {
                cut(exchange);
              } else {
                StubVitals.reply(exchange, 200, "done");
              }
            });
    assertThat(outcome).isEqualTo(new Outcome.Answered(200, "done"));
    assertThat(traffic.cutOff()).isEqualTo(1);
    assertThat(traffic.retries()).isEqualTo(1);
  }

  @Test
  void attemptsAreBoundedAndPausesGrowUpToTheLongest() throws Exception {
    Outcome outcome =
        send(
            exchange -> {
              requests.incrementAndGet();
              StubVitals.reply(exchange, 500, "broken");
            });
    assertThat(outcome).isEqualTo(new Outcome.GivenUp("500: broken", true));
    assertThat(requests).hasValue(4);
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(pauses.get(2)).isBetween(Duration.ofMillis(150), Duration.ofMillis(300));
    assertThat(traffic.otherFaults()).isEqualTo(4);
  }

  @Test
  void afterAStopThereIsNoOtherAttempt() throws Exception {
    stopped = true;
    Outcome outcome =
        send(
            exchange -> {
              requests.incrementAndGet();
              StubVitals.reply(exchange, 503, "busy");
            });
    assertThat(outcome).isEqualTo(new Outcome.GivenUp("503: busy", true));
    assertThat(requests).hasValue(1);
  }

  private Outcome send(StubVitals.Answer answer) throws Exception {
    try (StubVitals vitals = new StubVitals(answer)) {
      Pause pause =
          length -> {
            pauses.add(length);
            return !stopped;
          };
      return new RetryingClient(BACKOFF, pause)
          .send(new VitalsApi(vitals.url(), false).ingest("[]"), traffic);
    }
  }

  /** Announces a body and ends before it came. */
  private static void cut(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, 1_000);
    exchange.getResponseBody().write('x');
    exchange.close();
  }
}
