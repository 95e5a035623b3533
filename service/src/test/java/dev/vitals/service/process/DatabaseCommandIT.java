package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCommandIT {
  @TempDir Path directory;

  @Test
  void statusTellsWhatMigrateWillDoAndMigrateDoesIt() throws Exception {
    assertThat(command("status")).contains("1 changeset has not been applied");
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
        Files.writeString(
            directory.resolve("config.yml"),
            Files.readString(VitalsProcess.CONFIG)
                .replace("migrateAtStart: true", "migrateAtStart: false"));
    VitalsProcess vitals = VitalsProcess.start(directory, Map.of(), "server", config.toString());
    try (vitals) {
      assertThat(command("status")).contains("1 changeset has not been applied");
    }
  }

  private String command(String name) throws Exception {
    VitalsProcess command =
        VitalsProcess.start(directory, Map.of(), "db", name, VitalsProcess.CONFIG.toString());
    assertThat(command.awaitExit(Duration.ofSeconds(60))).as(command.output()).isZero();
    return command.output();
  }
}
