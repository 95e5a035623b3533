package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.metrics.Scrape;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rollups in the hands of the service, of an operator and of both. */
class RollupsIT {
  private static final Duration SOON = VitalsProcess.START_LIMIT;

  /** What no log may hold. */
  private static final String USER = "987654321987";

  private static final String STEPS = "54321";

  /** From the late sample's day to the watermark, by the week. */
  private static final String ALL_WINDOWS = "windows filled: 6";

  @TempDir Path directory;

  /** Days under the watermark: a late sample. */
  private final Instant late = daysAgo(40).plus(9, ChronoUnit.HOURS);

  /** Above the watermark of a service that trails by 72 hours, below the shipped one's. */
  private final Instant between = Instant.now().minus(60, ChronoUnit.HOURS);

  @Test
  void commandsFillSettleCompareAndRebuildWhatAStoppedServiceLeft() throws Exception {
    try (VitalsProcess vitals = serveTrailing()) {
      ingest(vitals, late);
      ingest(vitals, between);
    }

    assertThat(rollups("refresh")).isEqualTo("windows filled: 1");
    assertThat(rollups("settle")).isEqualTo("days settled: 1");
    try (EmbeddedPostgres database = EmbeddedPostgres.start(directory.resolve("data"))) {
      assertThat(update(database, "update health_metrics_15m set steps_sum = steps_sum + 1"))
          .isEqualTo(1);
      VitalsProcess verify = command("verify");
      assertThat(verify.awaitExit(SOON)).isEqualTo(1);
      assertThat(said(verify))
          .containsExactlyInAnyOrder(
              "wrong buckets: 1",
              "vitals: some answers are wrong: \"./vitals rollups rebuild config.yml\" makes the"
                  + " rollups anew");

      assertThat(rollups("rebuild")).isEqualTo(ALL_WINDOWS);
      assertThat(rollups("verify")).isEqualTo("wrong buckets: 0");
    }
  }

  @Test
  void theServiceSettlesLateSamplesAndSaysHowTheRollupsStandAndCommandsWorkBesideIt()
      throws Exception {
    Path config =
        VitalsProcess.configWith(
            directory,
            Map.of(
                "refreshEvery: 15m", "refreshEvery: 1s",
                "settleEvery: 10s", "settleEvery: 1s",
                "auditEvery: 1m", "auditEvery: 1s"));
    try (VitalsProcess vitals = serve(config)) {
      awaitRollups(vitals, "kind=PLAIN postgres=\\S+ watermark=20\\S+Z marks=0 .*mismatches=0");
      ingest(vitals, late);

      awaitMetric(vitals, "vitals_rollup_late_marks_settled_total", 1);
      awaitRollups(vitals, ".* marks=0 .*mismatches=0");
      assertAnswered(vitals, 1);
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(vitals.scrape().value("vitals_rollup_audited_answers_total"))
                      .isPositive());
      Scrape scrape = vitals.scrape();
      assertThat(scrape.value("vitals_rollup_audit_mismatches_total")).isZero();
      assertThat(scrape.value("vitals_rollup_chunks_compressed_total")).isZero();
      assertThat(scrape.find("vitals_rollup_corrections")).isPresent();
      assertThat(scrape.sum("vitals_rollup_failures_total")).isZero();
      assertThat(scrape.value("vitals_rollup_late_marks")).isZero();
      assertThat(scrape.value("vitals_rollup_watermark_age_seconds"))
          .isBetween(170_000.0, 180_000.0);
      assertThat(scrape.find("vitals_rollup_windows_filled_total")).isPresent();
      assertThat(scrape.value("vitals_database_size_bytes")).isGreaterThan(1e6);

      assertThat(rollups("rebuild")).isEqualTo(ALL_WINDOWS);
      awaitRollups(vitals, ".* marks=0 .*mismatches=0");
      assertAnswered(vitals, 1);
      assertThat(vitals.output()).doesNotContain(USER, STEPS, "WARN", "ERROR");
    }
  }

  @Test
  void sigtermDuringARefreshStopsItAndTheNextStartGoesOn() throws Exception {
    try (VitalsProcess vitals = serveTrailing()) {
      ingest(vitals, between);
      update(database(), hang("perform pg_sleep(60);"));
      update(
          database(),
          "create trigger hang before insert on health_metrics_15m execute function hang()");
    }

    VitalsProcess hanging = serve(VitalsProcess.CONFIG);
    await().atMost(SOON).until(() -> isHanging(database()));
    update(database(), hang(""));
    hanging.terminate();
    assertThat(hanging.awaitExit(SOON)).as(hanging.output()).isEqualTo(143);
    assertThat(hanging.output()).doesNotContain("WARN", "ERROR");
    assertThat(directory.resolve("data/pgdata/postmaster.pid")).doesNotExist();

    try (VitalsProcess vitals = serve(VitalsProcess.CONFIG)) {
      awaitMetric(vitals, "vitals_rollup_windows_filled_total", 1);
      awaitRollups(vitals, ".* watermark=20\\S+ marks=0 .*");
      assertAnswered(vitals, 1);
    }
  }

  /** Once its first refresh is done, it leaves the rollups as they are for a quarter of an hour. */
  private VitalsProcess serveTrailing() throws Exception {
    VitalsProcess vitals =
        serve(
            VitalsProcess.configWith(
                directory,
                Map.of(
                    "watermarkLag: 48h",
                    "watermarkLag: 72h",
                    "settleEvery: 10s",
                    "settleEvery: 1d")));
    awaitRollups(vitals, ".* watermark=20.*");
    return vitals;
  }

  private VitalsProcess serve(Path config) throws Exception {
    return VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening();
  }

  private VitalsProcess command(String work) throws Exception {
    return VitalsProcess.start(
        directory, Map.of(), "rollups", work, VitalsProcess.CONFIG.toString());
  }

  /**
   * @return the one line it prints
   */
  private String rollups(String work) throws Exception {
    VitalsProcess command = command(work);
    assertThat(command.awaitExit(SOON)).as(command.output()).isZero();
    assertThat(said(command)).as(command.output()).hasSize(1);
    return said(command).get(0);
  }

  private static List<String> said(VitalsProcess command) throws Exception {
    return command.output().lines().filter(line -> !line.startsWith("INFO ")).toList();
  }

  private static void ingest(VitalsProcess vitals, Instant moment) throws Exception {
    var answer =
        vitals.ingest(
            "[{\"user_id\":%s,\"timestamp\":\"%s\",\"steps\":%s}]".formatted(USER, moment, STEPS));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void assertAnswered(VitalsProcess vitals, int samples) throws Exception {
    var answer =
        vitals.get("/metrics?user_id=%s&start=%s&end=%s".formatted(USER, daysAgo(50), daysAgo(-1)));
    assertThat(answer.body())
        .contains("\"samples\":" + samples + ",", "\"total_steps\":" + STEPS + ",");
  }

  private static void awaitRollups(VitalsProcess vitals, String message) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(vitals.getAdmin("/healthcheck").body())
                    .matches(
                        ".*\"rollups\":\\{\"healthy\":true,\"message\":\"" + message + "\".*"));
  }

  private static void awaitMetric(VitalsProcess vitals, String name, double value) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(vitals.scrape().value(name)).isEqualTo(value));
  }

  /** Of the service that runs. */
  private EmbeddedPostgres database() {
    return EmbeddedPostgres.startOrJoin(directory.resolve("data"));
  }

  private static String hang(String how) {
    return "create or replace function hang() returns trigger language plpgsql"
        + " as $$ begin "
        + how
        + " return null; end $$";
  }

  private static boolean isHanging(EmbeddedPostgres database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet asleep =
            statement.executeQuery("select from pg_stat_activity where wait_event = 'PgSleep'")) {
      return asleep.next();
    }
  }

  private static int update(EmbeddedPostgres database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres database) throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static Instant daysAgo(int days) {
    return Instant.now().truncatedTo(ChronoUnit.DAYS).minus(days, ChronoUnit.DAYS);
  }
}
