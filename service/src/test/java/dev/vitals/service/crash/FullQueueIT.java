package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.service.crash.Promises.Findings;
import dev.vitals.service.process.VitalsProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request fills the queue and waits for a lock, and everybody else comes. */
class FullQueueIT {
  private static final int CLIENTS = 24;

  /** The least that may be set. */
  private static final int ROOM = 20_000;

  private static final int REFUSALS = 300;
  private static final int ACKNOWLEDGED = 100;

  /** Less than anybody would wait for a turn; a JVM's first answers take a while. */
  private static final long AT_ONCE_MILLIS = 2_000;

  @TempDir Path directory;

  @Test
  void whatFindsNoRoomIsToldSoAtOnceAndWhatHasRoomIsKept() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, "queueSamples: 500000", "queueSamples: " + ROOM);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Rig rig = new Rig(directory, config)) {
      long unlocked = fill(rig, executor);
      List<Attempt> meanwhile = rig.ledger.where(attempt -> attempt.endedNanos() - unlocked < 0);
      Findings findings = rig.findings();
      new Figures("A full queue")
          .add("answered while it was full", meanwhile.size())
          .add("  longest of them in ms", Attempt.longestMillis(meanwhile))
          .addAll(rig.ledger, findings)
          .print();

      assertThat(findings.broken()).isEmpty();
      rig.assertAnswersTellWhatWasAcknowledged();
      assertThat(meanwhile).extracting(Attempt::status).containsOnly(503);
      assertThat(Attempt.longestMillis(meanwhile)).isLessThan(AT_ONCE_MILLIS);
      assertThat(rig.ledger.statuses()).containsOnlyKeys(200, 422, 503);
    } finally {
      executor.shutdownNow();
    }
  }

  /**
   * @return the moment before there was room again
   */
  private static long fill(Rig rig, ExecutorService executor) throws Exception {
    try (Connection other = rig.database.connect();
        Statement statement = other.createStatement();
        Backends backends = new Backends(rig.database, rig.signals)) {
      other.setAutoCommit(false);
      statement.execute("lock table health_metrics in share mode");
      Future<Integer> large = executor.submit(() -> sendLarge(rig));
      backends.awaitOneThatWaits();
      try (Load load = rig.load(CLIENTS)) {
        await()
            .atMost(Rig.LIMIT)
            .until(() -> rig.ledger.statuses().getOrDefault(503, 0L) >= REFUSALS);
        long unlocked = System.nanoTime();
        other.rollback();
        assertThat(large.get(60, TimeUnit.SECONDS)).isEqualTo(200);
        rig.awaitAcknowledged(unlocked, ACKNOWLEDGED);
        load.stop();
        return unlocked;
      }
    }
  }

  private static int sendLarge(Rig rig) throws Exception {
    Instant from = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(2, ChronoUnit.HOURS);
    Request request = new Request(rig.users.incrementAndGet(), from, ROOM, true);
    long started = System.nanoTime();
    int status = rig.vitals().ingest(request.body()).statusCode();
    rig.ledger.add(new Attempt(request, started, System.nanoTime(), status));
    return status;
  }
}
