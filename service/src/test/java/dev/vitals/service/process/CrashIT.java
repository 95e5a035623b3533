package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 of the service, of its database and of both, and two services on one directory. */
class CrashIT {
  @TempDir Path directory;

  @Test
  void nothingAcknowledgedIsLostWhenTheServiceIsKilled() throws Exception {
    VitalsProcess killed = serve();
    Example.ingest(killed);
    killed.killMinusNine();

    try (VitalsProcess vitals = serve()) {
      Example.assertAnswered(vitals);
    }
  }

  @Test
  void nothingAcknowledgedIsLostWhenServiceAndDatabaseAreKilled() throws Exception {
    VitalsProcess killed = serve();
    Example.ingest(killed);
    long database = postmaster();
    killed.killMinusNine();
    kill(database);

    try (VitalsProcess vitals = serve()) {
      Example.assertAnswered(vitals);
    }
  }

  @Test
  void aDatabaseThatIsKilledComesBackByItselfWithEverything() throws Exception {
    try (VitalsProcess vitals = serve()) {
      Example.ingest(vitals);
      kill(postmaster());

      long giveUp = System.nanoTime() + VitalsProcess.START_LIMIT.toNanos();
      while (vitals.get(Example.DAY).statusCode() != 200) {
        var answer = vitals.get(Example.DAY);
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
        assertThat(System.nanoTime()).as(vitals.output()).isLessThan(giveUp);
      }
      Example.assertAnswered(vitals);
    }
  }

  @Test
  void aSecondServiceOnTheSameDataSaysSoAndExits() throws Exception {
    try (VitalsProcess vitals = serve()) {
      VitalsProcess second =
          VitalsProcess.start(directory, Map.of(), "server", VitalsProcess.CONFIG.toString());

      assertThat(second.awaitExit(VitalsProcess.START_LIMIT)).isNotZero();
      assertThat(second.output().lines().reduce("", (first, last) -> last))
          .startsWith("vitals: data directory ")
          .contains("is in use by process ");
      Example.ingest(vitals);
    }
  }

  private VitalsProcess serve() throws Exception {
    return VitalsProcess.serve(directory, Map.of());
  }

  private long postmaster() throws Exception {
    return Long.parseLong(
        Files.readAllLines(directory.resolve("data/pgdata/postmaster.pid")).get(0));
  }

  private static void kill(long pid) throws Exception {
    ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
    assertThat(handle.destroyForcibly()).isTrue();
  }
}
