package dev.vitals.service.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.crash.Promises.Findings;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that end in the middle of a body that the service reads, beside others. */
class CutBodiesIT {
  private static final int CLIENTS = 4;
  private static final int CUTS = 200;

  /** Every so many, the whole body is sent, and the connection cut before the answer. */
  private static final int WHOLE_EVERY = 10;

  private static final int[] RECORDS = {1, 100, 5_000};

  @TempDir Path directory;

  @Test
  void nothingOfABodyThatNeverArrivedIsStored() throws Exception {
    try (Rig rig = new Rig(directory)) {
      long begin = System.nanoTime();
      try (Load load = rig.load(CLIENTS)) {
        rig.awaitAcknowledged(begin, 1);
        for (int cut = 0; cut < CUTS; cut++) {
          send(rig, cut);
        }
        rig.awaitAcknowledged(System.nanoTime(), 1);
        load.stop();
      }
      rig.awaitIdle();
      Findings findings = rig.findings();
      long midBody = rig.ledger.where(CutBodiesIT::isMidBody).size();
      new Figures("Connections cut in mid-body")
          .add("cut in mid-body", midBody)
          .add("cut behind the body", CUTS / WHOLE_EVERY)
          .addAll(rig.ledger, findings)
          .print();

      assertThat(findings.broken()).isEmpty();
      rig.assertAnswersTellWhatWasAcknowledged();
      assertThat(midBody).isEqualTo(CUTS - CUTS / WHOLE_EVERY);
      assertThat(rig.ledger.statuses()).containsOnlyKeys(Attempt.CUT, 200, 422);
      // A client that goes away is no event of the service.
      assertThat(rig.vitals().output()).doesNotContain("ERROR", "WARN");
    }
  }

  private static boolean isMidBody(Attempt attempt) {
    return attempt.status() == Attempt.CUT && !attempt.request().storable();
  }

  private static void send(Rig rig, int cut) throws Exception {
    boolean whole = cut % WHOLE_EVERY == 0;
    Request request =
        new Request(
            rig.users.incrementAndGet(),
            Instant.ofEpochSecond(Instant.now().getEpochSecond()),
            RECORDS[cut % RECORDS.length],
            whole);
    long started = System.nanoTime();
    // From nothing of it, over commas between records, to all but its last bytes.
    double share = whole ? 1 : cut / (double) CUTS;
    CutBody.send(rig.vitals().apiPort(), request, share, cut % 4 < 2);
    rig.ledger.add(new Attempt(request, started, System.nanoTime(), Attempt.CUT));
  }
}
