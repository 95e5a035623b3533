package dev.vitals.service.process;

import static dev.vitals.service.process.VitalsProcess.START_LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that cannot work ends by itself, with one clear line and a code that is not zero. */
class StartIT {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"VITALS_PORT", "VITALS_ADMIN_PORT"})
  void aPortThatIsTaken(String variable) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(failure(Map.of(variable, port), VitalsProcess.CONFIG))
          .isEqualTo(
              "vitals: cannot listen on 127.0.0.1:"
                  + port
                  + " (Address already in use): stop what listens there, or set VITALS_HOST or "
                  + variable);
      assertThat(directory.resolve("data")).doesNotExist();
    }
  }

  @Test
  void anAddressThatIsNotOurs() throws Exception {
    assertThat(failure(Map.of("VITALS_HOST", "192.0.2.1"), VitalsProcess.CONFIG))
        .startsWith("vitals: cannot listen on 192.0.2.1:0 (");
  }

  @Test
  void aDatabaseThatRefuses() throws Exception {
    assertThat(
            failure(
                Map.of(
                    "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/vitals?password=secret",
                    "DATABASE_PASSWORD", "secret"),
                VitalsProcess.CONFIG))
        .startsWith("vitals: the database says: Connection to 127.0.0.1:1 refused.")
        .doesNotContain("secret");
  }

  @Test
  void aDatabaseThatAcceptsAndSaysNothing() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/vitals";

      assertThat(failure(Map.of("DATABASE_URL", url), VitalsProcess.CONFIG))
          .startsWith("vitals: the database says: ");
    }
  }

  @Test
  void aDatabaseThatRefusesAServiceThatDoesNotMigrate() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, "migrateAtStart: true", "migrateAtStart: false");

    assertThat(failure(Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/vitals"), config))
        .startsWith("vitals: the database says: Connection to 127.0.0.1:1 refused.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server | postgres://u:secret@db/vitals | must start with jdbc:postgresql:",
        "check | postgres://u:secret@db/vitals | must start with jdbc:postgresql:",
        "server | jdbc:postgresql://u:secret@127.0.0.1:1/vitals | must not hold a user",
        "server | jdbc:postgresql://127.0.0.1:port/vitals?password=secret | cannot be understood",
      })
  void aDatabaseUrlThatIsWrongIsNotQuoted(String command, String url, String reason)
      throws Exception {
    VitalsProcess vitals =
        VitalsProcess.start(
            directory, Map.of("DATABASE_URL", url), command, VitalsProcess.CONFIG.toString());

    assertThat(vitals.awaitExit(START_LIMIT)).isNotZero();
    assertThat(vitals.output())
        .startsWith("vitals: database.url (DATABASE_URL) " + reason)
        .hasLineCount(1)
        .doesNotContain("secret");
  }

  @Test
  void twoPortsThatAreTheSame() throws Exception {
    assertThat(
            failure(
                Map.of("VITALS_PORT", "28999", "VITALS_ADMIN_PORT", "28999"), VitalsProcess.CONFIG))
        .isEqualTo("vitals: two ports are the same: set VITALS_PORT or VITALS_ADMIN_PORT");
  }

  @Test
  void aSignalDuringTheStartLeavesNoDatabaseRunning() throws Exception {
    Path pidFile = directory.resolve("data/pgdata/postmaster.pid");
    VitalsProcess vitals =
        VitalsProcess.start(directory, Map.of(), "server", VitalsProcess.CONFIG.toString());
    long giveUp = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.exists(pidFile)) {
      assertThat(System.nanoTime()).as(vitals.output()).isLessThan(giveUp);
      Thread.sleep(1);
    }
    vitals.terminate();

    assertThat(vitals.awaitExit(START_LIMIT)).isEqualTo(143);
    assertThat(pidFile).doesNotExist();
  }

  /** What else can be wrong is in WrongConfigurationTest and UnreadableConfigurationTest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server | nonsense: 1 | Unrecognized field at: nonsense",
        "server | migrateAtStart: | migrateAtStart must be true or false",
        "server | logging: {loggers: {a: 5}} | logging.loggers.a must be OFF",
        "check | ingest: { | is no YAML",
        "check | ingest: {maxBodySize: 1B} | ingest.maxBodySize must be between",
      })
  void aConfigurationThatIsWrong(String command, String yaml, String reason) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("config.yml"), "database: {url: embedded}\n" + yaml + "\n");

    assertThat(failure(command, Map.of(), config))
        .startsWith("vitals: the configuration is wrong: ")
        .contains(reason);
  }

  @Test
  void aCheckSaysOneLineWhereAServiceHasThePorts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      VitalsProcess vitals =
          VitalsProcess.start(
              directory,
              Map.of("VITALS_PORT", Integer.toString(taken.getLocalPort())),
              "check",
              VitalsProcess.CONFIG.toString());

      assertThat(vitals.awaitExit(START_LIMIT)).isZero();
      assertThat(vitals.output()).isEqualTo("the configuration is right\n");
    }
  }

  @Test
  void aSecretThatIsGivenTwiceOrWhoseFileIsMissingIsNamedAndNotQuoted() throws Exception {
    Path file = Files.writeString(directory.resolve("password"), "hidden\n");

    assertThat(
            failure(
                Map.of("DATABASE_PASSWORD", "hidden", "DATABASE_PASSWORD_FILE", file.toString()),
                VitalsProcess.CONFIG))
        .isEqualTo(
            "vitals: DATABASE_PASSWORD and DATABASE_PASSWORD_FILE are both set: unset one of them");
    assertThat(failure(Map.of("DATABASE_PASSWORD_FILE", "/nowhere/password"), VitalsProcess.CONFIG))
        .isEqualTo(
            "vitals: DATABASE_PASSWORD_FILE names a file that cannot be read: /nowhere/password (no"
                + " such file)");
  }

  @Test
  void aConfigurationThatIsNotThere() throws Exception {
    assertThat(failure(Map.of(), Path.of("/nowhere/config.yml")))
        .startsWith("vitals: there is no file")
        .contains("/nowhere/config.yml");
  }

  @Test
  void aStartThatFailsHalfWayLeavesNoDatabaseRunning() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, "set statement_timeout = '15s'", "set nonsense = 1");

    assertThat(failure(Map.of(), config))
        .isEqualTo(
            "vitals: the database says: Validation Query Failed, enable logValidationErrors for"
                + " more details.");
    assertThat(directory.resolve("data/pgdata/PG_VERSION")).exists();
    assertThat(directory.resolve("data/pgdata/postmaster.pid")).doesNotExist();
  }

  /** The one line, which is all there is but for the welcome and what is said of the database. */
  private String failure(Map<String, String> environment, Path config) throws Exception {
    return failure("server", environment, config);
  }

  private String failure(String command, Map<String, String> environment, Path config)
      throws Exception {
    VitalsProcess vitals = VitalsProcess.start(directory, environment, command, config.toString());
    int exitCode = vitals.awaitExit(START_LIMIT);

    assertThat(exitCode).as(vitals.output()).isNotZero();
    List<String> lines =
        vitals
            .output()
            .lines()
            .filter(
                line ->
                    !line.matches(
                        "Vitals| {2}\\w+ {2,}.*|INFO .*(Embedded PostgreSQL|database_detected|metrics_added).*"))
            .toList();
    assertThat(lines).as(vitals.output()).hasSize(1);
    return lines.get(0);
  }
}
