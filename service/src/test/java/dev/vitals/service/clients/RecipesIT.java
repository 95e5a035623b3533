package dev.vitals.service.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.vitals.service.clients.ClientsPage.Command;
import dev.vitals.service.process.VitalsProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What docs/clients.md and docs/api.md print is what a shell does with a Vitals, word for word and
 * in its order.
 */
class RecipesIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path directory;

  private static VitalsProcess vitals;
  private static VitalsProcess other;
  private static Path inputs;

  @BeforeAll
  static void serve() throws Exception {
    vitals = VitalsProcess.serve(directory, Map.of());
    other = VitalsProcess.serve(Files.createDirectory(directory.resolve("other")), Map.of());
    inputs = Files.createDirectory(directory.resolve("inputs"));
    for (Path input : inputFiles()) {
      Files.copy(input, inputs.resolve(input.getFileName()));
    }
  }

  @AfterAll
  static void stop() {
    other.close();
    vitals.close();
  }

  static List<Command> commands() throws IOException {
    List<Command> commands = new ArrayList<>(ClientsPage.read(ClientsPage.CLIENTS).commands());
    commands.addAll(ClientsPage.read(ClientsPage.API).commands());
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandAnswersAsPrinted(Command command) throws Exception {
    String what = "the commands of docs/clients.md and docs/api.md";
    Tool.require("jq", what);
    Tool.require("curl", what);

    String printed = run(command.script());

    if (command.isJson()) {
      assertThat(values(printed)).isEqualTo(values(command.answer()));
    } else {
      assertThat(printed.lines()).containsExactlyElementsOf(command.answer().lines().toList());
    }
  }

  /** One for each answer. */
  private static List<JsonNode> values(String printed) throws IOException {
    return JSON.readerFor(JsonNode.class).<JsonNode>readValues(printed).readAll();
  }

  private static String run(String script) throws Exception {
    Path printed = directory.resolve("printed");
    Path complaints = directory.resolve("complaints");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-euc", script)
            .directory(inputs.toFile())
            .redirectOutput(printed.toFile())
            .redirectError(complaints.toFile());
    builder.environment().put("vitals", "http://127.0.0.1:" + vitals.apiPort());
    builder.environment().put("other", "http://127.0.0.1:" + other.apiPort());
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(script).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(complaints)).isZero();
    return Files.readString(printed);
  }

  /** In a shell the last program of a pipe alone decides how it ended. */
  @Test
  void everyCommandThatSendsOrAsksHasItsAnswerPrinted() throws Exception {
    assertThat(commands())
        .hasSizeGreaterThan(30)
        .filteredOn(command -> command.script().contains("curl"))
        .noneMatch(command -> command.answer().isEmpty());
  }

  @Test
  void everyInputIsUsed() throws Exception {
    String page = ClientsPage.read(ClientsPage.CLIENTS).text();
    assertThat(inputFiles()).isNotEmpty();
    assertThat(inputFiles()).allMatch(input -> page.contains(input.getFileName().toString()));
  }

  /** The templates are Home Assistant's to fill in. */
  @Test
  void whatHomeAssistantSendsIsTaken() throws Exception {
    JsonNode home = YAML.readTree(ClientsPage.read(ClientsPage.CLIENTS).only("yaml"));
    JsonNode command = home.at("/rest_command/vitals");
    assertThat(command.get("method").textValue()).isEqualTo("post");
    assertThat(command.get("url").textValue()).endsWith("/ingest");
    assertThat(command.get("content_type").textValue()).isEqualTo("application/json");

    List<JsonNode> sent = home.get("automation").findValues("data");
    assertThat(sent).hasSize(2);
    for (JsonNode data : sent) {
      String body =
          command
              .get("payload")
              .textValue()
              .replace("{{ field }}", data.get("field").textValue())
              .replace("{{ value }}", "71")
              .replace("{{ timestamp }}", "2024-02-06T22:30:00.123456+00:00");
      var answer = vitals.ingest(body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  /** As of a user who has sent something today, and of one who has not. */
  @Test
  void whatHomeAssistantAsksIsAnswered() throws Exception {
    LocalDate today = LocalDate.now(ZoneId.of("Europe/Berlin"));
    String sample =
        "[{\"user_id\":701,\"timestamp\":\"%sT00:00:00%s\",\"steps\":12,\"heart_rate\":61}]";
    vitals.ingest(
        sample.formatted(today, today.atStartOfDay(ZoneId.of("Europe/Berlin")).getOffset()));

    JsonNode rest = YAML.readTree(ClientsPage.read(ClientsPage.API).only("yaml")).get("rest");
    String steps =
        query(rest.at("/0/resource_template"))
            .replace("{{ now().date() }}", today.toString())
            .replace("{{ now().date() + timedelta(days=1) }}", today.plusDays(1).toString());
    assertThat(JSON.readTree(vitals.get(steps).body()).get("total_steps").intValue()).isEqualTo(12);
    JsonNode none = JSON.readTree(vitals.get(steps.replace("701", "702")).body());
    assertThat(none.get("status").intValue()).isEqualTo(404);

    JsonNode newest = JSON.readTree(vitals.get(query(rest.at("/1/resource"))).body());
    assertThat(newest.at("/metrics/heart_rate/value").intValue()).isPositive();
    assertThat(newest.at("/metrics/heart_rate").has("timestamp")).isTrue();
  }

  private static String query(JsonNode url) {
    return url.textValue().replaceFirst("http://[^/]*", "");
  }

  private static List<Path> inputFiles() throws IOException {
    try (Stream<Path> files = Files.list(ClientsPage.INPUTS)) {
      return files.sorted().toList();
    }
  }
}
