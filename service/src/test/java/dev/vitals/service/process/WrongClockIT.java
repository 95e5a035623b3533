package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is not where Vitals left it, and the operator who says that it is right. */
class WrongClockIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final Instant now = Instant.now();
  private final Instant old = now.minus(60, ChronoUnit.DAYS);

  @Test
  void aClockThatLiesBehindRefusesNothingForGood() throws Exception {
    try (VitalsProcess vitals = VitalsProcess.serve(directory, Map.of())) {
      Instant future = now.plus(365, ChronoUnit.DAYS);
      assertThat(ingest(vitals, now).statusCode()).isEqualTo(200);
      assertThat(ingest(vitals, future).statusCode()).isEqualTo(422);
      awaitBody(vitals, "/ready", 200, "\"clock\":true");

      // As if it had been used until then, and the clocks of the machine had gone back since.
      leftAt(future);

      awaitBody(vitals, "/ready", 503, "\"clock\":false");
      awaitBody(vitals, "/healthcheck", 500, "Vitals has worked on this database by one that said");
      HttpResponse<String> refused = ingest(vitals, future);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("30");
      assertThat(ingest(vitals, now.plusSeconds(1)).statusCode()).isEqualTo(200);
      assertThat(vitals.scrape().value("vitals_ingest_records_rejected_total{reason=\"clock\"}"))
          .isEqualTo(1);
      assertThat(vitals.scrape().value("vitals_clock_wrong")).isEqualTo(1);

      assertThat(trustClock()).contains("trusted: 20").contains("as the database's clock says");

      awaitBody(vitals, "/ready", 200, "\"clock\":true");
      assertThat(ingest(vitals, future).statusCode()).isEqualTo(422);
    }
  }

  @Test
  void aClockThatIsAheadDropsNothingUntilAnOperatorMeansIt() throws Exception {
    Path config =
        VitalsProcess.configWith(
            directory,
            Map.of("rawRetention:", "rawRetention: 30d", "refreshEvery: 15m", "refreshEvery: 1s"));
    try (VitalsProcess vitals = serve(config)) {
      // As if it had stood still for two months, or the clock had gone ahead by as much.
      leftAt(old);
      assertThat(ingest(vitals, old).statusCode()).isEqualTo(200);
      awaitBody(vitals, "/healthcheck", 500, "retention=waits");
      awaitBody(vitals, "/ready", 200, "\"clock\":true");
      await().atMost(SOON).until(() -> vitals.output().contains("clock_distrusted"));
      assertThat(distrusted(vitals)).isEqualTo(1);
      assertThat(samples()).isEqualTo(1);

      trustClock();

      await().atMost(SOON).until(() -> samples() == 0);
      await().atMost(SOON).until(() -> distrusted(vitals) == 0);
      awaitBody(vitals, "/healthcheck", 200, "horizon=20");
      assertThat(vitals.output().lines().filter(line -> line.contains("clock_distrusted")))
          .hasSize(1)
          .allMatch(line -> line.startsWith("ERROR"));
    }
  }

  private VitalsProcess serve(Path config) throws Exception {
    return VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening();
  }

  private String trustClock() throws Exception {
    VitalsProcess command =
        VitalsProcess.start(
            directory, Map.of(), "rollups", "trust-clock", VitalsProcess.CONFIG.toString());
    assertThat(command.awaitExit(SOON)).as(command.output()).isZero();
    return command.output();
  }

  private static HttpResponse<String> ingest(VitalsProcess vitals, Instant moment)
      throws Exception {
    return vitals.ingest("[{\"user_id\":1,\"timestamp\":\"%s\",\"steps\":5}]".formatted(moment));
  }

  private static void awaitBody(VitalsProcess vitals, String path, int status, String part) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = vitals.getAdmin(path);
              assertThat(answer.body()).contains(part);
              assertThat(answer.statusCode()).isEqualTo(status);
            });
  }

  private static double distrusted(VitalsProcess vitals) throws Exception {
    return vitals.scrape().value("vitals_rollup_clock_distrusted{why=\"ahead\"}");
  }

  private void leftAt(Instant moment) throws Exception {
    query("update health_metrics_rollup_state set clock = '" + moment + "' returning 1");
  }

  private long samples() throws Exception {
    return query("select count(*) from health_metrics");
  }

  private long query(String sql) throws Exception {
    return new RunningDatabase(directory.resolve("data")).query(sql);
  }
}
