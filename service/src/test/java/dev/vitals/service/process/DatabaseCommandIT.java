package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCommandIT {
  @TempDir Path directory;

  @Test
  void statusTellsWhatMigrateWillDoAndMigrateDoesIt() throws Exception {
    assertThat(command("status")).contains("6 changesets have not been applied");
    assertThat(command("migrate")).contains("Update has been successful");
    assertThat(command("status")).contains("is up to date");
  }

  @Test
  void statusLooksAtTheDatabaseOfARunningServiceAndLeavesItRunning() throws Exception {
    try (VitalsProcess vitals = VitalsProcess.serve(directory, Map.of())) {
      assertThat(command("status")).contains("is up to date");
      Example.ingest(vitals);
    }
  }

  @Test
  void aServiceThatMayNotMigrateLeavesTheSchemaAlone() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, "migrateAtStart: true", "migrateAtStart: false");
    try (VitalsProcess vitals =
        VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening()) {
      assertThat(command("status")).contains("6 changesets have not been applied");
      // What it cannot do without a schema is a fault of whoever runs it.
      assertThat(vitals.ingest(Example.SAMPLES).statusCode()).isEqualTo(500);

      VitalsProcess rollups =
          VitalsProcess.start(directory, Map.of(), "rollups", "verify", config.toString());
      assertThat(rollups.awaitExit(VitalsProcess.START_LIMIT)).as(rollups.output()).isEqualTo(1);
      assertThat(rollups.output())
          .isEqualTo(
              "vitals: the database says: ERROR: relation \"health_metrics_catalogue\" does not"
                  + " exist: bring its schema up to date with \"./vitals db migrate config.yml\"\n");
    }
  }

  private String command(String name) throws Exception {
    VitalsProcess command =
        VitalsProcess.start(directory, Map.of(), "db", name, VitalsProcess.CONFIG.toString());
    assertThat(command.awaitExit(VitalsProcess.START_LIMIT)).as(command.output()).isZero();
    return command.output();
  }

  @Test
  void aMigrationTakesAsLongAsItTakes() throws Exception {
    Path config =
        VitalsProcess.configWith(
            directory, "statement_timeout = '15s'", "statement_timeout = '1ms'");
    VitalsProcess migrate =
        VitalsProcess.start(directory, Map.of(), "db", "migrate", config.toString());

    assertThat(migrate.awaitExit(VitalsProcess.START_LIMIT)).as(migrate.output()).isZero();
    assertThat(command("status")).contains("is up to date");
  }
}
