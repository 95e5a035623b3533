package dev.vitals.service.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitals.service.metrics.Scrape;
import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert on a metric that nobody exports never fires, and a panel of one stays empty. */
class MetricNamesIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void rulesTheirTestsAndDashboardsNameMetricsLabelsAndValuesThatAServiceHas() throws Exception {
    Scrape scrape = scrapeOfEverything();
    KnownMetrics known = new KnownMetrics(scrape);
    for (JsonNode rule : OpsFiles.rules("record")) {
      known.addRecorded(OpsFiles.RULES, rule);
    }

    List<Query> queries = new ArrayList<>();
    for (Path place : List.of(OpsFiles.RULES, OpsFiles.RULE_TESTS, OpsFiles.DASHBOARDS)) {
      List<Query> found = queries(place);
      assertThat(found).as("queries in %s", place).isNotEmpty();
      queries.addAll(found);
    }

    assertThat(queries.stream().flatMap(query -> known.complaints(query).stream()).distinct())
        .isEmpty();
  }

  private static List<Query> queries(Path place) throws IOException {
    return OpsFiles.in(place).entrySet().stream()
        .flatMap(file -> Query.in(file.getKey(), file.getValue()).stream())
        .toList();
  }

  /** Of a service that took samples, refused some, answered a question of each kind, and erased. */
  private Scrape scrapeOfEverything() throws Exception {
    try (VitalsProcess vitals = VitalsProcess.serve(directory, Map.of())) {
      Instant now = Instant.now();
      assertThat(vitals.ingest(sample(now, 100)).statusCode()).isEqualTo(200);
      assertThat(vitals.ingest(sample(now, -1)).statusCode()).isEqualTo(422);
      String range = "?user_id=1&start=%s&end=%s".formatted(now, now.plusSeconds(60));
      for (String question :
          List.of(
              "/metrics" + range,
              "/metrics/series" + range + "&bucket=1d",
              "/latest?user_id=1",
              "/samples" + range)) {
        assertThat(vitals.get(question).statusCode()).as(question).isEqualTo(200);
      }
      assertThat(vitals.delete("/users/1").statusCode()).isEqualTo(200);
      // Known once they were looked up.
      await().atMost(SOON).until(() -> has(vitals, "vitals_rollup_watermark_age_seconds"));
      await().atMost(SOON).until(() -> has(vitals, "vitals_database_size_bytes"));
      return vitals.scrape();
    }
  }

  private static boolean has(VitalsProcess vitals, String name) throws Exception {
    return vitals.scrape().find(name).isPresent();
  }

  private static String sample(Instant moment, int steps) {
    return "[{\"user_id\":1,\"timestamp\":\"%s\",\"steps\":%d}]".formatted(moment, steps);
  }
}
