package dev.vitals.embedded;

import static dev.vitals.embedded.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityIT {
  private static final List<String> DURABLE =
      List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums");

  @TempDir Path temp;

  @BeforeEach
  void copy() throws IOException {
    MadeBefore.copyTo(temp);
  }

  @Test
  void theServerSaysItIsDurableWhateverItsFilesSay() throws Exception {
    for (String file : List.of("postgresql.conf", "postgresql.auto.conf")) {
      Files.writeString(
          temp.resolve("pgdata").resolve(file),
          "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
          StandardOpenOption.APPEND);
    }
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      for (String setting : DURABLE) {
        assertThat(Sql.query(postgres, "show " + setting)).as(setting).isEqualTo("on");
      }
    }
  }

  @Test
  void everyCommitSyncsTheLog() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      Sql.execute(postgres, "create table sample (id int)");
      long before = walSyncs(postgres);
      for (int i = 0; i < 10; i++) {
        Sql.execute(postgres, "insert into sample values (1)");
      }
      assertThat(walSyncs(postgres) - before).isGreaterThanOrEqualTo(10);
    }
  }

  /** Of backends, which end and so report before the next one asks. */
  private static long walSyncs(EmbeddedPostgres postgres) throws Exception {
    return Long.parseLong(
        String.valueOf(
            Sql.query(
                postgres,
                "select sum(fsyncs) from pg_stat_io"
                    + " where object = 'wal' and backend_type = 'client backend'")));
  }

  /** Shows recovery, not the disk: what was written but not synced survives a kill, too. */
  @Test
  void aRowIsThereAfterServerAndBackendsWereKilledRightAfterItsCommit() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(temp)) {
      long killed = postgres.serverPid();
      try (Connection connection = Sql.connect(postgres);
          Statement statement = connection.createStatement()) {
        statement.execute("create table acknowledged as select 4711 as id");
        ServiceProcess.killWithChildren(killed);
      }
      patiently().until(() -> postgres.serverPid() != killed);
      assertThat(Sql.query(postgres, "select id from acknowledged")).isEqualTo("4711");
      assertThat(Files.readString(temp.resolve("postgres.log")))
          .contains("database system was not properly shut down");
    }
  }
}
