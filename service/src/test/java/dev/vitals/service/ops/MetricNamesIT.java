package dev.vitals.service.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.metrics.Scrape;
import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
  void rulesTheirTestsAndDashboardsNameMetricsAndLabelsThatAServiceHas() throws Exception {
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

  /** Of a service that took samples, refused some, answered a question, and failed at its work. */
  private Scrape scrapeOfEverything() throws Exception {
    Path config =
        VitalsProcess.configWith(directory, Map.of("settleEvery: 10s", "settleEvery: 1s"));
    try (VitalsProcess vitals =
        VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening()) {
      Instant now = Instant.now();
      assertThat(vitals.ingest(sample(now, 100)).statusCode()).isEqualTo(200);
      assertThat(vitals.ingest(sample(now, -1)).statusCode()).isEqualTo(422);
      assertThat(
              vitals
                  .get("/metrics?user_id=1&start=%s&end=%s".formatted(now, now.plusSeconds(60)))
                  .statusCode())
          .isEqualTo(200);
      // Known once they were looked up.
      await().atMost(SOON).until(() -> has(vitals, "vitals_rollup_watermark_age_seconds"));
      await().atMost(SOON).until(() -> has(vitals, "vitals_database_size_bytes"));
      // There is no series of failures before the first.
      update("alter table health_metrics_rollup_state rename to elsewhere");
      await().atMost(SOON).until(() -> vitals.scrape().sum("vitals_rollup_failures_total") > 0);
      return vitals.scrape();
    }
  }

  private static boolean has(VitalsProcess vitals, String name) throws Exception {
    return vitals.scrape().find(name).isPresent();
  }

  private static String sample(Instant moment, int steps) {
    return "[{\"user_id\":1,\"timestamp\":\"%s\",\"steps\":%d}]".formatted(moment, steps);
  }

  private void update(String sql) throws SQLException {
    EmbeddedPostgres database = EmbeddedPostgres.startOrJoin(directory.resolve("data"));
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }
}
