package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.crash.Promises.Findings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is there, takes connections and does nothing, as on a machine that hangs. */
class StoppedDatabaseIT {
  private static final int CLIENTS = 16;
  private static final int ACKNOWLEDGED = 100;
  private static final long STOPPED_MILLIS = 10_000;

  /** By then all of the first clients wait for an answer, and what writes for them does. */
  private static final long NEWCOMERS_AFTER_MILLIS = 3_000;

  /** A moment more than the database was stopped: nobody waits for anything else. */
  private static final long LONGEST_MILLIS = STOPPED_MILLIS + 5_000;

  /** When it was stopped, and when it went on. */
  private record Stop(long fromNanos, long toNanos) {
    boolean covers(Attempt attempt) {
      return attempt.startedAfter(fromNanos) && attempt.endedNanos() - toNanos < 0;
    }
  }

  @TempDir Path directory;

  @Test
  void everythingGoesOnByItselfWhenTheDatabaseDoes() throws Exception {
    try (Rig rig = new Rig(directory)) {
      long postmaster = rig.database.postmaster();
      Stop stop = loadWithAStop(rig);
      List<Attempt> meanwhile = rig.ledger.where(stop::covers);
      List<Attempt> waited = rig.ledger.underWayAt(stop.toNanos());
      Findings findings = rig.findings();
      new Figures("A database stopped for 10 s")
          .add("requests under way then", rig.ledger.underWayAt(stop.fromNanos()).size())
          .add("answered 503 meanwhile", count(meanwhile, 503))
          .add("  longest of them in ms", Attempt.longestMillis(meanwhile))
          .add("waiting when it went on", waited.size())
          .add("  of them acknowledged", count(waited, 200))
          .addAll(rig.ledger, findings)
          .print();

      assertThat(findings.broken()).isEmpty();
      rig.assertAnswersTellWhatWasAcknowledged();
      assertThat(rig.ledger.underWayAt(stop.fromNanos())).isNotEmpty();
      assertThat(count(meanwhile, 200)).as("nothing can have been committed").isZero();
      assertThat(count(waited, 200)).isPositive();
      assertThat(rig.ledger.statuses()).containsOnlyKeys(200, 422, 503);
      assertThat(rig.ledger.longestMillis()).isLessThan(LONGEST_MILLIS);
      assertThat(rig.database.postmaster()).as("no restart").isEqualTo(postmaster);
      assertThat(rig.vitals().output()).doesNotContain("starting it again");
    }
  }

  private static Stop loadWithAStop(Rig rig) throws Exception {
    long begin = System.nanoTime();
    try (Load load = rig.load(CLIENTS)) {
      rig.awaitAcknowledged(begin, ACKNOWLEDGED);
      List<Long> processes = rig.database.processes();
      rig.signals.stop(processes);
      long stopped = System.nanoTime();
      Thread.sleep(NEWCOMERS_AFTER_MILLIS);
      try (Load newcomers = rig.load(CLIENTS)) {
        Thread.sleep(STOPPED_MILLIS - NEWCOMERS_AFTER_MILLIS);
        long resumed = System.nanoTime();
        rig.signals.resume(processes);
        rig.awaitAcknowledged(resumed, ACKNOWLEDGED);
        newcomers.stop();
        load.stop();
        return new Stop(stopped, resumed);
      }
    }
  }

  private static long count(List<Attempt> attempts, int status) {
    return attempts.stream().filter(attempt -> attempt.status() == status).count();
  }
}
