package dev.vitals.embedded;

import static dev.vitals.embedded.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir Path temp;

  @Test
  void aRestartKeepsTheData() throws Exception {
    try (EmbeddedPostgres first = EmbeddedPostgres.start(temp.resolve("data"))) {
      Sql.execute(first, "create table kept as select 42 as answer");
    }
    try (EmbeddedPostgres second = EmbeddedPostgres.start(temp.resolve("data"))) {
      assertThat(Sql.query(second, "select answer from kept")).isEqualTo("42");
    }
  }

  @Test
  void theDirectoryMayBeRelativeAndHaveABlankInItsName() throws Exception {
    Path relative = Path.of("").toAbsolutePath().relativize(temp.resolve("my data"));
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(relative)) {
      assertThat(Sql.query(postgres, "select 1")).isEqualTo("1");
    }
    assertThat(temp.resolve("my data/pgdata")).isDirectory();
  }

  @Test
  void aDirectoryReachedByALinkIsTheSameDirectory() throws Exception {
    Path data = MadeBefore.copyTo(temp.resolve("data"));
    Path link = Files.createSymbolicLink(temp.resolve("link"), data);
    try (EmbeddedPostgres owner = EmbeddedPostgres.start(link)) {
      assertThat(Sql.query(owner, "select 1")).isEqualTo("1");
      assertThatThrownBy(() -> EmbeddedPostgres.start(data))
          .isInstanceOf(DataDirectoryInUseException.class);
    }
  }

  @Test
  void closingTwiceIsClosingOnceAndLeavesNothingRunning() throws Exception {
    MadeBefore.copyTo(temp);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(temp);
    long server = postgres.serverPid();
    postgres.close();
    postgres.close();
    patiently().until(() -> !ServiceProcess.isRunning(server));
    assertThatThrownBy(() -> Sql.query(postgres, "select 1")).isInstanceOf(SQLException.class);
  }

  @Test
  void anInterruptedThreadStillStopsTheServerInGoodOrder() throws Exception {
    MadeBefore.copyTo(temp);
    EmbeddedPostgres postgres = EmbeddedPostgres.start(temp);
    long server = postgres.serverPid();
    Thread.currentThread().interrupt();
    postgres.close();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    assertThat(temp.resolve("postgres.log")).content().endsWith("database system is shut down\n");
    patiently().until(() -> !ServiceProcess.isRunning(server));
  }

  /** The terminal signals its session: the service must drain before its database goes. */
  @Test
  void theServerIsInNoTerminalsSession() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs /proc");
    MadeBefore.copyTo(temp);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      String pid = Long.toString(postgres.serverPid());
      String[] stat = Files.readString(Path.of("/proc", pid, "stat")).split(" ", -1);
      assertThat(stat[5]).as("session").isEqualTo(pid);
    }
  }

  @Test
  void aFileInTheDirectorysPlaceIsRefused() throws Exception {
    Path file = Files.createFile(temp.resolve("data"));
    assertThatThrownBy(() -> EmbeddedPostgres.start(file))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessage("cannot use data directory %1$s: %1$s is a file", file);
  }

  @Test
  void onlyTheCurrentBinariesStay() throws Exception {
    MadeBefore.copyTo(temp);
    Files.createDirectories(temp.resolve("postgres-17.0.0-linux-x86_64/bin"));
    EmbeddedPostgres.start(temp).close();
    try (Stream<Path> entries = Files.list(temp)) {
      assertThat(entries.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("postgres-"))
          .singleElement()
          .asString()
          .startsWith("postgres-18.");
    }
  }

  @Test
  void aServerThatCannotStartSaysWhyAndGivesUpTheDirectory() throws Exception {
    MadeBefore.copyTo(temp);
    Path settings = temp.resolve("pgdata/postgresql.conf");
    String good = Files.readString(settings);
    Files.writeString(settings, good + "\nwork_mem = plenty\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(temp))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("FATAL")
        .hasMessageContaining("postgres.log")
        .hasMessageNotContaining("\n");
    Files.writeString(settings, good);
    EmbeddedPostgres.start(temp).close();
  }
}
