package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What systemd takes away when a user logs out (RemoveIPC): files in /dev/shm. Semaphores of System
 * V too, which PostgreSQL has none of on Linux; of System V's memory it leaves what is attached.
 */
class SharedMemoryIT {
  private static final String COUNT = "select count(*) from numbers";
  private static final Pattern IN_SHM = Pattern.compile("/dev/shm/[^ \\n]+");

  @TempDir Path temp;

  @Test
  void thereIsNothingToTakeAwayAndAllGoesOn() throws Exception {
    boolean linux = Files.exists(Path.of("/proc/self/maps")) && Files.exists(Path.of("/dev/shm"));
    if (!linux) {
      System.out.println("NOT TESTED here, needs Linux: shared memory that is taken away");
    }
    assumeTrue(linux);
    MadeBefore.copyTo(temp);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp);
        Connection pooled = Sql.connect(postgres)) {
      Sql.execute(postgres, "create table numbers as select generate_series(1, 100000) as n");
      Sql.execute(postgres, "analyze numbers");
      Set<Path> taken = sharedFiles(postgres.serverPid());
      for (Path file : taken) {
        Files.delete(file);
      }
      assertThat(countInParallel(pooled)).isEqualTo(100_000);
      try (Connection next = Sql.connect(postgres)) {
        assertThat(countInParallel(next)).isEqualTo(100_000);
      }
      assertThat(taken).isEmpty();
    }
  }

  /** Nor while the database is made: what initdb is told it writes into the settings. */
  @Test
  void noHugePagesAreAskedFor() throws Exception {
    MadeBefore.copyTo(temp);
    assertThat(temp.resolve("pgdata/postgresql.conf"))
        .content()
        .containsPattern("(?m)^huge_pages = off");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      assertThat(Sql.query(postgres, "show huge_pages")).isEqualTo("off");
    }
  }

  private static long countInParallel(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set min_parallel_table_scan_size = 0");
      statement.execute("set parallel_setup_cost = 0");
      statement.execute("set parallel_tuple_cost = 0");
      try (ResultSet plan = statement.executeQuery("explain (costs off) " + COUNT)) {
        StringBuilder lines = new StringBuilder();
        while (plan.next()) {
          lines.append(plan.getString(1)).append('\n');
        }
        assertThat(lines).contains("Workers Planned");
      }
      try (ResultSet rows = statement.executeQuery(COUNT)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** That the server's processes have open. */
  private static Set<Path> sharedFiles(long server) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (ProcessHandle process : processes(server)) {
      for (Matcher found = IN_SHM.matcher(maps(process)); found.find(); ) {
        files.add(Path.of(found.group()));
      }
    }
    return files;
  }

  private static List<ProcessHandle> processes(long server) {
    ProcessHandle parent = ProcessHandle.of(server).orElseThrow();
    return Stream.concat(Stream.of(parent), parent.children()).toList();
  }

  /** By Latin-1, since a path may be in any encoding; empty if the process has ended. */
  private static String maps(ProcessHandle process) throws IOException {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "maps"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException ended) {
      return "";
    }
  }
}
