package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the embedded database, by a real process. */
class MainJobIT {
  @TempDir static Path directory;

  private static VitalsProcess vitals;

  @BeforeAll
  static void serve() throws Exception {
    vitals = VitalsProcess.serve(directory, Map.of());
  }

  @AfterAll
  static void stop() {
    vitals.close();
  }

  @Test
  void theReadmesExampleAnswersAsShown() throws Exception {
    Example.ingest(vitals);
    Example.assertAnswered(vitals);

    Example.ingestAgain(vitals);
    Example.assertAnswered(vitals);

    assertThat(
            vitals
                .get("/metrics?user_id=101&start=2025-01-01T00:00:00Z&end=2025-01-01T10:15:00Z")
                .body())
        .contains("\"samples\":2")
        .contains("\"total_steps\":450");
    assertThat(vitals.get(Example.DAY.replace("101", "999")).statusCode()).isEqualTo(404);

    String oneBad =
        Example.SAMPLES.replace("\"steps\":200", "\"steps\":200000").replace("101", "303");
    var refused = vitals.ingest(oneBad);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains(
            "{\"index\":3,\"field\":\"steps\","
                + "\"message\":\"must be an integer from 0 to 100000\"}");
    assertThat(vitals.get(Example.DAY.replace("101", "303")).statusCode()).isEqualTo(404);
    assertThat(vitals.getAdmin("/healthcheck").body()).contains("\"database\":{\"healthy\":true");
  }

  @Test
  void theFirstLinesSayWhereEverythingIs() throws Exception {
    assertThat(vitals.output())
        .startsWith("Vitals\n  API    http://127.0.0.1:")
        .contains("\n  Docs   http://127.0.0.1:")
        .contains("\n  Admin  http://127.0.0.1:")
        .contains("\n  Data   " + directory.toRealPath().resolve("data"));
  }

  @Test
  void tenThousandRecordsAreOneRequest() throws Exception {
    String body =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    "{\"user_id\":%d,\"timestamp\":\"2025-01-01T%02d:%02d:%02dZ\",\"heart_rate\":%d}"
                        .formatted(1 + i % 7, i / 3600, i / 60 % 60, i % 60, 60 + i % 50))
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(vitals.ingest(body).body()).contains("\"count\":10000");
    assertThat(vitals.get(Example.DAY.replace("101", "1")).body()).contains("\"samples\":1429,");
  }
}
