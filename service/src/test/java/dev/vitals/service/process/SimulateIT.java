package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.StandardMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator against the real service, both as processes. */
class SimulateIT {
  private static final Duration LIMIT = VitalsProcess.START_LIMIT;
  private static final int SIGTERM = 128 + 15;

  @TempDir static Path directory;

  private static VitalsProcess vitals;

  /** All that Vitals knows, and one of somebody's own. */
  @BeforeAll
  static void serve() throws Exception {
    String metrics =
        StandardMetrics.ALL.stream()
            .map(Metric::name)
            .collect(
                Collectors.joining(
                    ", ",
                    "metrics: [",
                    ", {name: hydration, kind: total, unit: ml, decimals: 1, min: -5, max: 5000}]"));
    String shipped = Files.readString(Path.of("../config.yml"));
    Path config = directory.resolve("all.yml");
    Files.writeString(config, shipped.replaceFirst("(?m)^metrics: .*$", metrics));
    vitals = VitalsProcess.start(directory, Map.of(), "server", config.toString()).awaitListening();
  }

  @AfterAll
  static void stop() {
    vitals.close();
  }

  /** Late ones and duplicates, a second time, and at last with other values for the same users. */
  @Test
  void whatIsRightPassesHoweverOftenItIsSentAndWhatIsNotFails() throws Exception {
    String[] backfill = {
      "backfill",
      "--users",
      "3",
      "--days",
      "2",
      "--batch",
      "100",
      "--late",
      "0.2",
      "--duplicates",
      "0.2",
      "--gzip",
      "--verify"
    };
    for (int run = 0; run < 2; run++) {
      VitalsProcess simulator = simulate(backfill);
      assertThat(simulator.awaitExit(LIMIT)).as(simulator.output()).isZero();
      assertThat(simulator.output())
          .containsPattern("Sent +[1-9][0-9,]* records in [1-9][0-9]* requests")
          .containsPattern("Late +[1-9]")
          .containsPattern("among them those of [1-9]\\d* requests sent twice")
          .contains("Failures  0 requests")
          .containsPattern("Verified +[1-9]\\d* answers about 3 users: 0 wrong, 0 missing")
          .containsPattern("among them 15 series of [1-9]\\d local days in 5 time zones");
    }
    VitalsProcess simulator = simulate(plus(backfill, "--seed", "2"));
    assertThat(simulator.awaitExit(LIMIT)).as(simulator.output()).isEqualTo(1);
    assertThat(simulator.output())
        .contains("samples is ")
        .contains("about users who had samples before this run")
        .contains("vitals: answers that are wrong: ");
  }

  @Test
  void someMetricsOfUsersThatHaveNames() throws Exception {
    VitalsProcess simulator =
        simulate(
            "backfill",
            "--users",
            "3",
            "--days",
            "2",
            "--first-user",
            "5000000",
            "--names",
            "--metrics",
            "hydration,oxygen_saturation,steps",
            "--verify");
    assertThat(simulator.awaitExit(LIMIT)).as(simulator.output()).isZero();
    assertThat(simulator.output())
        .containsPattern("Verified +[1-9]\\d* answers about 3 users: 0 wrong, 0 missing");
    String named = Example.DAY.replace("2025-01-02", "2100-01-01");
    String answer = vitals.get(named.replace("101", "00000000-0000-4000-8000-0000004c4b41")).body();
    assertThat(answer)
        .contains("\"max_weight\":null")
        .containsPattern("\"total_hydration\":\\d")
        .containsPattern("\"max_oxygen_saturation\":\\d");
    assertThat(vitals.get(named.replace("101", "5000001")).statusCode()).isEqualTo(404);
  }

  @Test
  void whenItIsStoppedItSaysWhatItDid() throws Exception {
    VitalsProcess simulator =
        simulate("live", "--users", "3", "--first-user", "3000000", "--speed", "600", "--verify");
    await()
        .atMost(LIMIT)
        .until(
            () ->
                vitals
                        .get(
                            Example.DAY
                                .replace("101", "3000001")
                                .replace("2025-01-02", "2100-01-01"))
                        .statusCode()
                    == 200);
    simulator.terminate();
    assertThat(simulator.awaitExit(LIMIT)).isEqualTo(SIGTERM);
    assertThat(simulator.output())
        .containsPattern("Sent +[1-9]")
        .containsPattern("Verified +[1-9]\\d* answers about [1-3] users: 0 wrong, 0 missing");
  }

  private static VitalsProcess simulate(String... arguments) throws Exception {
    String url = "http://127.0.0.1:" + vitals.apiPort();
    return VitalsProcess.start(
        directory, Map.of(), plus(new String[] {"simulate", "--url", url}, arguments));
  }

  private static String[] plus(String[] first, String... more) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }
}
