package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.crash.Promises.Findings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is there, takes connections and does nothing, as on a machine that hangs. */
class StoppedDatabaseIT {
  /** More than the service has connections to the database. */
  private static final int CLIENTS = 24;

  private static final int ACKNOWLEDGED_BEFORE = 100;
  private static final long STOPPED_MILLIS = 10_000;

  /** What is asked of a stopped database waits for it, and for the service's limit on top. */
  private static final long LONGEST_MILLIS = STOPPED_MILLIS + 20_000;

  @TempDir Path directory;

  @Test
  void everythingGoesOnByItselfWhenTheDatabaseDoes() throws Exception {
    try (Rig rig = new Rig(directory)) {
      long postmaster = rig.database.postmaster();
      long stopped;
      long resumed;
      try (Load load = rig.load(CLIENTS)) {
        rig.awaitAcknowledged(System.nanoTime(), ACKNOWLEDGED_BEFORE);
        List<Long> processes = rig.database.processes();
        rig.signals.stop(processes);
        stopped = System.nanoTime();
        Thread.sleep(STOPPED_MILLIS); // which is what is tested
        resumed = System.nanoTime();
        rig.signals.resume(processes);
        rig.awaitAcknowledged(resumed, ACKNOWLEDGED_BEFORE);
        load.stop();
      }
      List<Attempt> waited = rig.ledger.underWayAt(resumed);
      List<Attempt> meanwhile =
          rig.ledger.where(
              attempt -> attempt.startedAfter(stopped) && attempt.endedNanos() - resumed < 0);
      Findings findings = rig.findings();
      new Figures("A database stopped for 10 s")
          .add("requests under way when it was stopped", rig.ledger.underWayAt(stopped).size())
          .add("answered 503 meanwhile", count(meanwhile, 503))
          .add("  longest of them in ms", longestMillis(meanwhile))
          .add("waiting when it went on", waited.size())
          .add("  of them acknowledged", count(waited, 200))
          .addAll(rig.ledger, findings)
          .print();

      assertThat(findings.broken()).isEmpty();
      rig.assertAnswersTellWhatWasAcknowledged();
      assertThat(rig.ledger.underWayAt(stopped)).isNotEmpty();
      assertThat(count(meanwhile, 200)).as("acknowledged by nobody").isZero();
      assertThat(rig.ledger.statuses()).containsOnlyKeys(200, 422, 503);
      assertThat(rig.ledger.longestMillis()).isLessThan(LONGEST_MILLIS);
      assertThat(rig.database.postmaster()).as("no restart").isEqualTo(postmaster);
      assertThat(rig.vitals().output()).doesNotContain("starting it again");
    }
  }

  private static long count(List<Attempt> attempts, int status) {
    return attempts.stream().filter(attempt -> attempt.status() == status).count();
  }

  private static long longestMillis(List<Attempt> attempts) {
    return attempts.stream().mapToLong(Attempt::millis).max().orElse(0);
  }
}
