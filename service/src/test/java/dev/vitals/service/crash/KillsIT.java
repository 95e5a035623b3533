package dev.vitals.service.crash;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.crash.Kill.Victim;
import dev.vitals.service.crash.Promises.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 of everything there is to kill, again and again, while clients go on sending. */
class KillsIT {
  /**
   * In one service's life. Its pauses before another restart of the database grow, so its own death
   * every few kills makes the run shorter.
   */
  private static final List<Victim> ONE_LIFE =
      List.of(Victim.DATABASE, Victim.BACKEND, Victim.POSTMASTER, Victim.BACKEND, Victim.DATABASE);

  private static final List<Victim> ENDS =
      List.of(Victim.SERVICE, Victim.BOTH, Victim.SERVICE, Victim.BOTH);

  private static final int CLIENTS = 8;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedIsThereWhateverWasKilled() throws Exception {
    List<Kill> kills = new ArrayList<>();
    try (Rig rig = new Rig(directory)) {
      rig.database.slowCommits();
      try (Load load = rig.load(CLIENTS)) {
        kill(new Killer(rig, load), kills);
        load.stop();
      }
      Findings findings = rig.findings();
      print(kills, rig.ledger, findings);
      assertThat(findings.broken()).isEmpty();
      rig.assertAnswersTellWhatWasAcknowledged();
      assertItHurt(kills, rig.ledger, findings);
    }
  }

  private static void kill(Killer killer, List<Kill> kills) throws Exception {
    boolean inCommit = true;
    for (Victim end : ENDS) {
      for (Victim victim : ONE_LIFE) {
        kills.add(killer.kill(victim, inCommit));
        // The others come at any moment, which may be any statement's.
        inCommit = !inCommit;
      }
      kills.add(killer.kill(end, true));
    }
  }

  private static void assertItHurt(List<Kill> kills, Ledger ledger, Findings findings) {
    assertThat(kills).hasSizeGreaterThanOrEqualTo(20);
    assertThat(kills)
        .allSatisfy(
            kill -> assertThat(underWay(List.of(kill), ledger)).as("%s", kill).isNotEmpty());
    assertThat(kills).filteredOn(Kill::inCommit).isNotEmpty();
    assertThat(findings.acknowledged()).isPositive();
    assertThat(findings.refused()).isPositive();
    // Neither is owed, but a run without both was not where it matters.
    Set<Request> underWay = underWay(kills, ledger);
    assertThat(findings.inDoubtWhole()).containsAnyElementsOf(underWay);
    assertThat(findings.inDoubtNotAtAll()).containsAnyElementsOf(underWay);
    // A database that is away is no bug of the service.
    assertThat(ledger.statuses()).containsOnlyKeys(Attempt.CUT, 200, 422, 503);
  }

  private static Set<Request> underWay(List<Kill> kills, Ledger ledger) {
    return kills.stream()
        .flatMap(kill -> ledger.underWayAt(kill.nanos()).stream())
        .map(Attempt::request)
        .collect(toSet());
  }

  private static void print(List<Kill> kills, Ledger ledger, Findings findings) {
    Figures figures = new Figures("Kill -9 under load").add("kills", kills.size());
    for (Victim victim : Victim.values()) {
      List<Kill> ofIt = kills.stream().filter(kill -> kill.victim() == victim).toList();
      figures
          .add("  of " + victim, ofIt.size())
          .add("    in a commit of samples", ofIt.stream().filter(Kill::inCommit).count())
          .add(
              "    ms until the next acknowledgement, at most",
              ofIt.stream().mapToLong(Kill::millisDown).max().orElse(0));
    }
    Set<Request> underWay = underWay(kills, ledger);
    figures
        .add(
            "requests under way, kill by kill",
            kills.stream().map(kill -> ledger.underWayAt(kill.nanos()).size()).toList())
        .add("  of them in doubt, stored whole", common(underWay, findings.inDoubtWhole()))
        .add("  of them in doubt, stored not at all", common(underWay, findings.inDoubtNotAtAll()))
        .addAll(ledger, findings)
        .print();
  }

  private static long common(Set<Request> one, Set<Request> other) {
    return one.stream().filter(other::contains).count();
  }
}
