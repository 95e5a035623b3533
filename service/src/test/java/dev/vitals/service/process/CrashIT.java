package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

      long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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

      assertThat(second.awaitExit(Duration.ofSeconds(10))).isNotZero();
      assertThat(second.output().lines().reduce("", (first, last) -> last))
          .startsWith("vitals: data directory ")
          .contains("is in use by process ");
      Example.ingest(vitals);
    }
  }

  @Test
  void noReadingAndNoUserReachesTheOutputOrTheDatabasesLog() throws Exception {
    String good =
        "[{\"user_id\":987654321987,\"timestamp\":\"2025-01-01T09:30:00Z\",\"steps\":54321}]";
    try (VitalsProcess vitals = serve()) {
      assertThat(vitals.ingest(good).statusCode()).isEqualTo(200);
      assertThat(vitals.ingest(good.replace("54321", "754321")).statusCode()).isEqualTo(422);
      assertThat(vitals.ingest(good + "x").statusCode()).isEqualTo(400);
      assertThat(vitals.get(Example.DAY.replace("101", "987654321987")).statusCode())
          .isEqualTo(200);
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), vitals.apiPort())) {
        socket
            .getOutputStream()
            .write(
                "CONNECT /metrics?user_id=987654321987 HTTP/1.1\r\nHost: x\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      kill(postmaster());
      assertThat(vitals.ingest(good.replace("54321", "54322")).statusCode()).isIn(200, 503);

      String logs = vitals.output();
      try (var files = Files.list(directory.resolve("data"))) {
        for (Path log : files.filter(file -> file.toString().contains(".log")).toList()) {
          logs += Files.readString(log);
        }
      }
      assertThat(logs)
          .contains("database system is ready")
          .doesNotContain("987654321987", "54321", "54322");
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
