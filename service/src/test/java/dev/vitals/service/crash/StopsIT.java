package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.crash.Promises.Findings;
import dev.vitals.service.process.VitalsProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops that are asked for, under load: nobody is cut off, and nothing is lost. */
class StopsIT {
  private static final int SIGTERM = 128 + 15;
  private static final int CLIENTS = 6;
  private static final int ACKNOWLEDGED = 100;

  @TempDir Path directory;

  /** By clients that do not look whether it is ready. */
  @Test
  void sigtermTurnsReadinessRedThenAnswersAllThatWasSentAndEnds() throws Exception {
    Path config = VitalsProcess.configWith(directory, "'${VITALS_SHUTDOWN_DELAY:-2s}'", "2s");
    try (Rig rig = new Rig(directory, config)) {
      long begin = System.nanoTime();
      long red;
      try (Load load = rig.load(CLIENTS)) {
        rig.awaitAcknowledged(begin, ACKNOWLEDGED);
        assertThat(rig.ledger.refusals()).isZero();
        rig.vitals().terminate();
        await().atMost(Rig.LIMIT).until(() -> rig.vitals().getAdmin("/ready").statusCode() == 503);
        red = System.nanoTime();
        assertThat(rig.vitals().awaitExit(Rig.LIMIT)).isEqualTo(SIGTERM);
        load.stop();
      }
      String output = rig.vitals().output();
      rig.serveAgain();
      Findings findings = rig.findings();
      new Figures("SIGTERM under load")
          .add("acknowledged after readiness was red", rig.ledger.acknowledgedSince(red))
          .addAll(rig.ledger, findings)
          .print();

      assertThat(findings.broken()).isEmpty();
      assertThat(rig.ledger.acknowledgedSince(red)).as("before the ports close").isPositive();
      assertThat(rig.ledger.refusals()).as("at last nobody listens").isPositive();
      // What comes last over a connection that is open is told to come back; none is cut.
      assertThat(rig.ledger.statuses().keySet()).isSubsetOf(200, 422, 503);
      assertThat(findings.inDoubtWhole()).isEmpty();
      assertThat(output).doesNotContain("ERROR");
    }
  }

  @Test
  void twoInstancesThatAreRestartedOneByOneFailNoRequest() throws Exception {
    Ledger ledger = new Ledger();
    List<VitalsProcess> instances = new ArrayList<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directory.resolve("database"));
        Balancer balancer = new Balancer()) {
      for (int i = 0; i < 2; i++) {
        instances.add(serve(postgres, balancer));
      }
      await().atMost(Rig.LIMIT).until(() -> balancer.ready() == 2);
      try (Load load = new Load(CLIENTS, balancer, ledger, new AtomicLong())) {
        for (int i = 0; i < 2; i++) {
          awaitAcknowledged(ledger);
          VitalsProcess old = instances.get(i);
          old.terminate();
          assertThat(old.awaitExit(Rig.LIMIT)).isEqualTo(SIGTERM);
          balancer.remove(old);
          awaitAcknowledged(ledger);
          instances.set(i, serve(postgres, balancer));
          await().atMost(Rig.LIMIT).until(() -> balancer.ready() == 2);
        }
        awaitAcknowledged(ledger);
        load.stop();
      }
      Findings findings = Promises.held(ledger, new Database(directory.resolve("database")));
      new Figures("Two instances restarted one by one").addAll(ledger, findings).print();

      assertThat(ledger.statuses()).containsOnlyKeys(200, 422);
      assertThat(ledger.refusals()).isZero();
      assertThat(findings.broken()).isEmpty();
      assertThat(findings.inDoubtWhole()).isEmpty();
    } finally {
      instances.forEach(VitalsProcess::close);
    }
  }

  private static void awaitAcknowledged(Ledger ledger) {
    long since = System.nanoTime();
    await().atMost(Rig.LIMIT).until(() -> ledger.acknowledgedSince(since) >= ACKNOWLEDGED);
  }

  private VitalsProcess serve(EmbeddedPostgres postgres, Balancer balancer) throws Exception {
    VitalsProcess instance =
        VitalsProcess.serve(
            Files.createTempDirectory(directory, "instance"),
            Map.of(
                "DATABASE_URL", postgres.jdbcUrl(),
                "DATABASE_USER", postgres.user(),
                "DATABASE_PASSWORD", postgres.password(),
                "VITALS_SHUTDOWN_DELAY", "2s"));
    balancer.add(instance);
    return instance;
  }
}
