package dev.vitals.embedded;

import static dev.vitals.embedded.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashIT {
  @TempDir Path temp;

  @Test
  void aServerThatOutlivedItsServiceIsReplacedAndItsDataKept() throws Exception {
    MadeBefore.copyTo(temp);
    try (ServiceProcess service = new ServiceProcess(temp)) {
      ProcessHandle orphan = service.awaitServer();
      try (EmbeddedPostgres joined = EmbeddedPostgres.startOrJoin(temp);
          Connection open = Sql.connect(joined)) {
        service.kill();
        // An open connection, as of a service killed in the middle of its work.
        open.createStatement().execute("create table kept as select 42 as answer");
        assertThat(ServiceProcess.isRunning(orphan.pid())).isTrue();
        try (EmbeddedPostgres next = EmbeddedPostgres.start(temp)) {
          assertThat(Sql.query(next, "select answer from kept")).isEqualTo("42");
          patiently().until(() -> !ServiceProcess.isRunning(orphan.pid()));
        }
      }
    }
  }

  @Test
  void aCommandTakesOverFromAKilledServiceInsteadOfJoiningItsServer() throws Exception {
    MadeBefore.copyTo(temp);
    try (ServiceProcess service = new ServiceProcess(temp)) {
      ProcessHandle orphan = service.awaitServer();
      service.kill();
      try (EmbeddedPostgres command = EmbeddedPostgres.startOrJoin(temp)) {
        assertThat(command.serverPid()).isNotEqualTo(orphan.pid());
      }
      patiently().until(() -> !ServiceProcess.isRunning(orphan.pid()));
    }
  }

  @Test
  void serviceAndServerKilledTogetherIsAStartLikeAnyOther() throws Exception {
    MadeBefore.copyTo(temp);
    try (ServiceProcess service = new ServiceProcess(temp)) {
      ProcessHandle server = service.awaitServer();
      try (EmbeddedPostgres joined = EmbeddedPostgres.startOrJoin(temp)) {
        Sql.execute(joined, "create table kept as select 42 as answer");
      }
      service.kill();
      ServiceProcess.killWithChildren(server.pid());
    }
    try (EmbeddedPostgres next = EmbeddedPostgres.start(temp)) {
      assertThat(Sql.query(next, "select answer from kept")).isEqualTo("42");
    }
  }

  /** A stopped process does not see its parent die, and keeps the shared memory in use. */
  @Test
  void aStartWaitsForWhatAKilledServerLeftBehind() throws Exception {
    MadeBefore.copyTo(temp);
    try (ServiceProcess service = new ServiceProcess(temp)) {
      ProcessHandle server = service.awaitServer();
      ProcessHandle child = server.children().findAny().orElseThrow();
      new ProcessBuilder("kill", "-STOP", Long.toString(child.pid())).start().waitFor();
      service.kill();
      server.destroyForcibly();
      CompletableFuture<EmbeddedPostgres> next =
          CompletableFuture.supplyAsync(() -> EmbeddedPostgres.start(temp));
      try {
        patiently().until(() -> logHas("pre-existing shared memory block"));
      } finally {
        child.destroyForcibly();
      }
      next.join().close();
    }
  }

  private boolean logHas(String text) throws IOException {
    return Files.readString(temp.resolve("postgres.log")).contains(text);
  }

  @Test
  void aKilledServerIsStartedAgainOnItsPortEveryTime() throws Exception {
    MadeBefore.copyTo(temp);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      Sql.execute(postgres, "create table kept as select 42 as answer");
      for (int i = 0; i < 3; i++) {
        long killed = postgres.serverPid();
        assertThat(ProcessHandle.of(killed).orElseThrow().destroyForcibly()).isTrue();
        patiently()
            .ignoreExceptions()
            .until(() -> "42".equals(Sql.query(postgres, "select answer from kept")));
        assertThat(postgres.serverPid()).isNotEqualTo(killed);
      }
    }
  }

  @Test
  void closingRightAfterTheServerWasKilledLeavesNothingRunning() throws Exception {
    MadeBefore.copyTo(temp);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(temp);
    ServiceProcess.killWithChildren(postgres.serverPid());
    postgres.close();
    patiently().until(() -> processesIn(temp).isEmpty());
  }

  /** The server runs, and then the tool's output cannot be read. */
  @Test
  void aStartThatFailsAfterTheServerWasStartedLeavesNothingRunning() throws Exception {
    MadeBefore.copyTo(temp);
    String losing = "\"$@\" || exit; case \"$*\" in *'pg_ctl start'*) rm command.log;; esac";
    List<String> prefix = new ArrayList<>(Privileges.commandPrefix());
    prefix.addAll(List.of("sh", "-c", losing, "sh"));
    DataDirectory directory = DataDirectory.open(temp);
    assertThatThrownBy(
            () -> OwnedServer.start(directory, Binaries.forThisMachine(), prefix).close())
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("command.log");
    assertThat(temp.resolve("postgres.log")).content().contains("ready to accept connections");
    patiently().until(() -> processesIn(temp).isEmpty());
    EmbeddedPostgres.start(temp).close();
  }

  /** The number of a dead server went to another process of this user: here, to a bystander. */
  @Test
  void aProcessThatGotTheNumberOfADeadServerIsLeftAlone() throws Exception {
    MadeBefore.copyTo(temp);
    EmbeddedPostgres.start(temp).close();
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      Files.writeString(
          temp.resolve("pgdata/postmaster.pid"),
          "%d\n%s\n1795537261\n5432\n\n127.0.0.1\n  2147885         7\nready   \n"
              .formatted(bystander.pid(), temp.resolve("pgdata")));
      EmbeddedPostgres.start(temp).close();
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  /** Killed while it unpacks, while initdb (which survives) works, and while the server starts. */
  @ParameterizedTest
  @ValueSource(strings = {"tmp-*/bin/postgres", "tmp-*/PG_VERSION", "pgdata"})
  void aFirstStartKilledHalfwayIsMadeGoodByTheNext(String reached) throws Exception {
    try (ServiceProcess service = new ServiceProcess(temp)) {
      patiently().pollInterval(Duration.ofMillis(5)).until(() -> exists(reached));
      service.kill();
    }
    try (EmbeddedPostgres next = EmbeddedPostgres.start(temp)) {
      assertThat(Sql.query(next, "select 1")).isEqualTo("1");
    }
    EmbeddedPostgres.start(temp).close(); // initdb of the killed one has ended by now
    assertThat(exists("tmp-*")).isFalse();
    patiently().until(() -> processesIn(temp).isEmpty());
  }

  private boolean exists(String glob) throws IOException {
    var matcher = temp.getFileSystem().getPathMatcher("glob:" + temp + "/" + glob);
    try (Stream<Path> paths = Files.find(temp, 3, (path, attributes) -> matcher.matches(path))) {
      return paths.findAny().isPresent();
    } catch (java.io.UncheckedIOException movedMeanwhile) {
      return false;
    }
  }

  /** By its real path, as processes tell it: on macOS the temporary directory is behind a link. */
  private static List<ProcessHandle> processesIn(Path directory) throws IOException {
    DataDirectory real = new DataDirectory(directory.toRealPath());
    return ProcessHandle.allProcesses()
        .filter(process -> Postmaster.isOurs(process, real))
        .toList();
  }
}
