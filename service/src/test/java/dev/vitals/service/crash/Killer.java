package dev.vitals.service.crash;

import static org.awaitility.Awaitility.await;

import dev.vitals.service.crash.Kill.Victim;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kills with -9 while requests are under way, and waits until the service is back at work. */
final class Killer {
  /** So that there is something to lose by the next kill. */
  private static final int ACKNOWLEDGED_BETWEEN = 50;

  private final Rig rig;
  private final Load load;

  Killer(Rig rig, Load load) {
    this.rig = rig;
    this.load = load;
  }

  /**
   * @param inCommit whether to wait for a commit of samples, rather than to take any moment
   */
  Kill kill(Victim victim, boolean inCommit) throws Exception {
    await().atMost(Rig.LIMIT).until(() -> load.underWay() > 0);
    long nanos = killNow(victim, inCommit);
    if (victim == Victim.SERVICE || victim == Victim.BOTH) {
      rig.serveAgain();
    }
    rig.awaitAcknowledged(nanos, 1);
    long down = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    rig.awaitAcknowledged(nanos, ACKNOWLEDGED_BETWEEN);
    return new Kill(victim, inCommit, nanos, down);
  }

  private long killNow(Victim victim, boolean inCommit) throws IOException, SQLException {
    try (Backends backends = new Backends(rig.database, rig.signals)) {
      long backend = inCommit ? backends.stopOneInCommit() : backends.findOneAtWork();
      List<Long> processes = processes(victim, backend);
      long nanos = System.nanoTime();
      rig.signals.killMinusNine(processes);
      // If it was not killed itself, it ends what it is at: nobody is there to be told.
      rig.signals.resume(List.of(backend));
      return nanos;
    }
  }

  private List<Long> processes(Victim victim, long backend) throws IOException {
    return switch (victim) {
      case BACKEND -> List.of(backend);
      case POSTMASTER -> List.of(rig.database.postmaster());
      case DATABASE -> rig.database.processes();
      case SERVICE -> List.of(rig.vitals().pid());
      case BOTH ->
          Stream.concat(Stream.of(rig.vitals().pid()), rig.database.processes().stream()).toList();
    };
  }
}
