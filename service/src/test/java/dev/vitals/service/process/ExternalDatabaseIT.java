package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services on a database that is not theirs to start, as in production. */
class ExternalDatabaseIT {
  @TempDir Path directory;

  @Test
  void twoServicesThatStartAtOnceOnAnEmptyDatabaseBothServeIt() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("database"))) {
      List<Future<VitalsProcess>> starting =
          List.of(
              executor.submit(() -> serve(database, "one")),
              executor.submit(() -> serve(database, "two")));
      try {
        VitalsProcess one = starting.get(0).get();
        VitalsProcess two = starting.get(1).get();
        Example.ingest(one);
        Example.assertAnswered(two);
        assertThat(one.output()).contains("  Data   " + database.jdbcUrl());
      } finally {
        for (Future<VitalsProcess> each : starting) {
          closeIfStarted(each);
        }
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void withoutItsDatabaseTheServiceAnswers503AndItsHealthCheckIsRed() throws Exception {
    EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("database"));
    try (VitalsProcess vitals = serve(database, "one")) {
      Example.ingest(vitals);
      assertThat(vitals.getAdmin("/healthcheck").statusCode()).isEqualTo(200);
      database.close();

      for (var answer : List.of(vitals.ingest(Example.SAMPLES), vitals.get(Example.DAY))) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("\"status\":503").contains("sending it again is safe");
      }
      var health = vitals.getAdmin("/healthcheck");
      assertThat(health.statusCode()).isEqualTo(500);
      assertThat(health.body()).contains("\"database\":{\"healthy\":false");
    } finally {
      database.close();
    }
  }

  @Test
  void thePasswordMayComeFromAFile() throws Exception {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("database"))) {
      Path secret = directory.resolve("password");
      Files.writeString(secret, database.password() + "\n");
      try (VitalsProcess vitals =
          VitalsProcess.serve(
              Files.createDirectory(directory.resolve("service")),
              Map.of(
                  "DATABASE_URL", database.jdbcUrl(),
                  "DATABASE_USER", database.user(),
                  "DATABASE_PASSWORD_FILE", secret.toString()))) {
        Example.ingest(vitals);
        assertThat(vitals.output()).doesNotContain(database.password());
      }
    }
  }

  private static void closeIfStarted(Future<VitalsProcess> starting) throws InterruptedException {
    try {
      starting.get().close();
    } catch (ExecutionException e) {
      // It did not start, which the test has failed with.
    }
  }

  private VitalsProcess serve(EmbeddedPostgres database, String name) throws Exception {
    return VitalsProcess.serve(
        Files.createDirectory(directory.resolve(name)),
        Map.of(
            "DATABASE_URL", database.jdbcUrl(),
            "DATABASE_USER", database.user(),
            "DATABASE_PASSWORD", database.password()));
  }
}
