package dev.vitals.embedded;

import static dev.vitals.embedded.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnershipIT {
  @TempDir Path temp;

  @Test
  void aSecondServiceIsRefusedAndToldWhoHasTheDirectory() throws Exception {
    MadeBefore.copyTo(temp);
    try (EmbeddedPostgres owner = EmbeddedPostgres.start(temp);
        ServiceProcess second = new ServiceProcess(temp)) {
      assertThat(second.firstLine())
          .startsWith("DataDirectoryInUseException: data directory " + temp.toRealPath())
          .contains("process " + ProcessHandle.current().pid());
      assertThat(Sql.query(owner, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void inOneProcessTooThereIsOneOwnerAndARefusedOneDoesNotEndItsOwnership() throws Exception {
    MadeBefore.copyTo(temp);
    try (EmbeddedPostgres owner = EmbeddedPostgres.start(temp)) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(temp))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      // The operating system's lock must still be there: it goes when any channel is closed.
      try (ServiceProcess other = new ServiceProcess(temp)) {
        assertThat(other.firstLine()).startsWith("DataDirectoryInUseException");
      }
      assertThat(Sql.query(owner, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aClosedOrKilledOwnerLeavesTheDirectoryToTheNext() throws Exception {
    MadeBefore.copyTo(temp);
    EmbeddedPostgres.start(temp).close();
    try (ServiceProcess killed = new ServiceProcess(temp)) {
      killed.awaitServer();
      killed.kill();
    }
    EmbeddedPostgres.start(temp).close();
  }

  @Test
  void joiningUsesTheRunningDatabaseAndLeavesItRunning() throws Exception {
    MadeBefore.copyTo(temp);
    try (ServiceProcess service = new ServiceProcess(temp)) {
      ProcessHandle server = service.awaitServer();
      try (EmbeddedPostgres joined = EmbeddedPostgres.startOrJoin(temp)) {
        assertThat(Sql.query(joined, "select 1")).isEqualTo("1");
      }
      assertThat(ServiceProcess.isRunning(server.pid())).isTrue();
      try (EmbeddedPostgres again = EmbeddedPostgres.startOrJoin(temp)) {
        assertThat(Sql.query(again, "select 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void joiningWaitsForADatabaseThatIsStillBeingMade() throws Exception {
    try (ServiceProcess service = new ServiceProcess(temp)) {
      patiently().until(() -> Files.exists(temp.resolve("password")));
      try (EmbeddedPostgres joined = EmbeddedPostgres.startOrJoin(temp)) {
        assertThat(Sql.query(joined, "select 1")).isEqualTo("1");
        assertThat(joined.jdbcUrl()).isEqualTo(service.firstLine().split(" ", -1)[1]);
      }
    }
  }

  @Test
  void withNoServiceThereJoiningStartsTheDatabaseAndStopsItAgain() throws Exception {
    MadeBefore.copyTo(temp);
    long server;
    try (EmbeddedPostgres alone = EmbeddedPostgres.startOrJoin(temp)) {
      assertThat(Sql.query(alone, "select 1")).isEqualTo("1");
      server = alone.serverPid();
      assertThat(ServiceProcess.isRunning(server)).isTrue();
    }
    patiently().until(() -> !ServiceProcess.isRunning(server));
  }
}
