package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.service.crash.Ledger.Outcome;
import dev.vitals.service.crash.Promises.Findings;
import dev.vitals.service.process.VitalsProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A service with its database, and everything outside of them that a crash test needs. */
final class Rig implements AutoCloseable {
  /** A start with a recovery in it, on a machine that does other things too. */
  static final Duration LIMIT = VitalsProcess.START_LIMIT;

  private static final int ANSWERS_ASKED = 200;

  final Ledger ledger = new Ledger();
  final AtomicLong users = new AtomicLong();
  final Signals signals;
  final Database database;

  private final Path directory;
  private final Path config;
  private volatile VitalsProcess vitals;
  private volatile URI ingest;

  Rig(Path directory) throws Exception {
    this(directory, VitalsProcess.CONFIG);
  }

  Rig(Path directory, Path config) throws Exception {
    this.directory = directory;
    this.config = config;
    this.database = new Database(directory.resolve("data"));
    this.signals = new Signals();
    serve();
  }

  VitalsProcess vitals() {
    return vitals;
  }

  /** After it was killed. */
  void serveAgain() throws Exception {
    vitals.killMinusNine();
    serve();
  }

  private void serve() throws Exception {
    vitals = VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening();
    ingest = URI.create("http://127.0.0.1:%s/ingest".formatted(vitals.apiPort()));
  }

  Load load(int clients) {
    return new Load(clients, () -> ingest, ledger, users);
  }

  void awaitAcknowledged(long sinceNanos, int requests) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () ->
                assertThat(ledger.acknowledgedSince(sinceNanos))
                    .as(vitals.output())
                    .isGreaterThanOrEqualTo(requests));
  }

  /** Until the service works on no request, of which its clients may know nothing any more. */
  void awaitIdle() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(vitals.getAdmin("/metrics").body())
                    .containsPattern(
                        "MutableServletContextHandler.active-requests\":\\{\"count\":0\\}"));
  }

  /** To be asked once no request is under way any more. */
  Findings findings() throws Exception {
    return Promises.held(ledger, database);
  }

  /** Of some of the acknowledged requests, evenly spread, the answers must tell the same. */
  void assertAnswersTellWhatWasAcknowledged() throws Exception {
    List<Request> acknowledged =
        ledger.outcomes().entrySet().stream()
            .filter(each -> each.getValue() == Outcome.ACKNOWLEDGED)
            .map(Map.Entry::getKey)
            .toList();
    for (int i = 0; i < acknowledged.size(); i += 1 + acknowledged.size() / ANSWERS_ASKED) {
      Request request = acknowledged.get(i);
      var answer =
          vitals.get(
              "/metrics?user_id=%s&start=%s&end=%s"
                  .formatted(request.userId(), request.from(), request.end()));
      assertThat(answer.body())
          .contains("\"samples\":%s,".formatted(request.records()))
          .contains("\"total_steps\":%s,".formatted(request.totalSteps()));
    }
  }

  @Override
  public void close() {
    vitals.close();
    signals.close();
  }
}
