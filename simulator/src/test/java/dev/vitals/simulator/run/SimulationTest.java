package dev.vitals.simulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitals.simulator.http.StubVitals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final Instant NOW = Instant.parse("2026-03-20T09:30:27Z");
  private static final String REFUSAL =
      "{\"title\":\"Records break a rule\",\"detail\":\"Correct them.\",\"errors\":[{\"index\":3}]}";

  private static final String DESCRIPTION =
      """
      {"paths":{"/ingest":{}},
       "components":{"schemas":{"Sample":{"properties":{
         "user_id":{"type":"integer"},
         "heart_rate":{"minimum":1,"maximum":350,"x-kind":"gauge","x-decimals":1},
         "steps":{"minimum":0,"maximum":100000,"x-kind":"total","x-decimals":0},
         "weight":{"minimum":0,"maximum":1000,"x-kind":"gauge","x-decimals":2}}}}}}
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ConcurrentLinkedQueue<JsonNode> batches = new ConcurrentLinkedQueue<>();

  @Test
  void aBackfillSendsFullBatchesOfSamplesOfTheLastDays() throws Exception {
    try (StubVitals vitals = vitals(200, "{}")) {
      run(vitals, "backfill", "--users", "4", "--days", "2", "--batch", "250");
    }
    Set<String> keys = new HashSet<>();
    for (JsonNode batch : batches) {
      for (JsonNode sample : batch) {
        Instant timestamp = Instant.parse(sample.path("timestamp").asText());
        assertThat(timestamp).isBetween(NOW.minus(Duration.ofHours(49)), NOW);
        assertThat(sample.path("user_id").asLong()).isBetween(1_000_000_000L, 1_000_000_003L);
        keys.add(sample.path("user_id") + " " + timestamp);
      }
    }
    assertThat(batches.stream().filter(batch -> batch.size() == 250).count())
        .isGreaterThanOrEqualTo(batches.size() - 8);
    assertThat(keys).hasSizeBetween(4 * 2 * 24 * 60 / 2, 4 * 2 * 24 * 60);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("in " + batches.size() + " requests");
  }

  @Test
  void theShareOfRequestsThatAreSentTwiceIsTheOneAskedFor() throws Exception {
    try (StubVitals vitals = vitals(200, "{}")) {
      run(
          vitals,
          "backfill",
          "--users",
          "9",
          "--days",
          "3",
          "--batch",
          "20",
          "--duplicates",
          "0.3");
    }
    int different = new HashSet<>(batches).size();
    assertThat((double) (batches.size() - different) / different).isBetween(0.26, 0.34);
  }

  @Test
  void whatIsMeasuredIsWhatTheServiceTakesOrSomeOfIt() throws Exception {
    try (StubVitals vitals = vitals(200, "{}")) {
      run(vitals, "backfill", "--users", "2", "--days", "2");
      assertThat(fields())
          .containsExactlyInAnyOrder("user_id", "timestamp", "heart_rate", "steps", "weight");
      batches.clear();
      run(
          vitals,
          "backfill",
          "--users",
          "2",
          "--days",
          "2",
          "--metrics",
          "weight,steps",
          "--names");
      assertThat(fields()).containsExactlyInAnyOrder("user_id", "timestamp", "steps", "weight");
      assertThat(batches.element().path(0).path("user_id").textValue()).hasSize(36);
      assertThatThrownBy(() -> run(vitals, "backfill", "--metrics", "steps,calories"))
          .isInstanceOf(SimulationFailedException.class)
          .hasMessage(
              "--metrics: this Vitals does not take calories, but heart_rate, steps, weight");
    }
  }

  private Set<String> fields() {
    Set<String> fields = new HashSet<>();
    batches.forEach(
        batch -> batch.forEach(sample -> sample.fieldNames().forEachRemaining(fields::add)));
    return fields;
  }

  /** The clock stands at half a minute, so about half of the fleet has its turn behind it. */
  @Test
  void inRealTimeTheFirstSyncsAreDueAtOnceAndTheOthersNotYet() throws Exception {
    try (StubVitals vitals = vitals(200, "{}")) {
      run(vitals, "live", "--users", "60", "--duration", "1s", "--duplicates", "0");
    }
    assertThat(batches.stream().mapToInt(JsonNode::size).sum()).isBetween(10, 28);
    for (JsonNode batch : batches) {
      assertThat(batch.path(0).path("timestamp").asText()).startsWith("2026-03-20T09:29:");
    }
  }

  @Test
  void refusalsAreCountedAndTheFirstIsShown() throws Exception {
    try (StubVitals vitals = vitals(422, REFUSAL)) {
      assertThatThrownBy(() -> run(vitals, "backfill", "--users", "1", "--days", "1"))
          .isInstanceOf(SimulationFailedException.class)
          .hasMessage("requests that failed: " + batches.size());
    }
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("refused with 4xx: " + batches.size() + ", given up: 0")
        .contains("422: Records break a rule. Correct them. {\"index\":3}");
  }

  @Test
  void withoutAServiceItSaysWhereItLooked() {
    assertThatThrownBy(() -> simulation("live", "--url", "http://127.0.0.1:1").run())
        .isInstanceOf(SimulationFailedException.class)
        .hasMessageStartingWith("nothing answers at http://127.0.0.1:1 ");
  }

  @Test
  void whatIsNotVitalsIsSentNothing() throws Exception {
    try (StubVitals other = new StubVitals(exchange -> StubVitals.reply(exchange, 200, "hello"))) {
      assertThatThrownBy(() -> run(other, "backfill"))
          .isInstanceOf(SimulationFailedException.class)
          .hasMessageContaining("is not Vitals");
    }
  }

  private StubVitals vitals(int status, String answer) throws Exception {
    ObjectMapper json = new ObjectMapper();
    return new StubVitals(
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/openapi.json")) {
            StubVitals.reply(exchange, 200, DESCRIPTION);
          } else {
            batches.add(json.readTree(exchange.getRequestBody().readAllBytes()));
            StubVitals.reply(exchange, status, answer);
          }
        });
  }

  private void run(StubVitals vitals, String mode, String... options) throws Exception {
    simulation(
            Stream.concat(Stream.of(mode, "--url", vitals.url().toString()), Stream.of(options))
                .toArray(String[]::new))
        .run();
  }

  private Simulation simulation(String... typed) throws Exception {
    ArgumentParser parser = ArgumentParsers.newFor("simulate").build();
    Options.declare(parser, "http://127.0.0.1:8080");
    return new Simulation(
        Options.of(parser.parseArgs(typed)),
        InstantSource.fixed(NOW),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
  }
}
