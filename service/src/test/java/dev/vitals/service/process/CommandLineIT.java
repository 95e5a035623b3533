package dev.vitals.service.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed, and what is said of it whatever the machine's language. */
class CommandLineIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  private record Run(int exit, List<String> lines) {}

  @ParameterizedTest
  @ValueSource(strings = {"--help", ""})
  void helpNamesEachCommandWithItsPurpose(String typed) throws Exception {
    Run run = run(Map.of(), typed.isEmpty() ? new String[0] : new String[] {typed});

    assertThat(run.exit()).isZero();
    assertThat(run.lines().get(0)).startsWith("usage: ./vitals ");
    for (String command : List.of("server", "check", "db", "rollups", "simulate")) {
      assertThat(run.lines()).anyMatch(line -> line.matches(" +" + command + " +\\w.*"));
    }
    assertThat(run.lines()).noneMatch(line -> line.contains(".jar"));
  }

  @Test
  void helpOfACommandSpeaksOfWhatIsTyped() throws Exception {
    assertThat(run(Map.of(), "rollups", "--help").lines().get(0))
        .startsWith("usage: ./vitals rollups ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simulate --userz 3 | unrecognized arguments: '--userz'; see ./vitals simulate --help",
        "simulate --users 0 | argument --users:",
        "start | invalid choice: 'start'",
        "rollups | too few arguments; see ./vitals rollups --help",
      })
  void whatCannotBeIsRefusedInOneLine(String typed, String reason) throws Exception {
    Run run = run(Map.of(), typed.split(" ", -1));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.lines()).singleElement().asString().startsWith("vitals: " + reason);
  }

  @Test
  void withoutAFileTheOneThatIsThereIsRead() throws Exception {
    assertThat(run(Map.of(), "check").lines())
        .singleElement()
        .isEqualTo("vitals: there is no file config.yml");
    Files.copy(VitalsProcess.CONFIG, directory.resolve("config.yml"));
    assertThat(run(Map.of(), "check").lines())
        .singleElement()
        .isEqualTo("the configuration is right");
    List<String> status =
        run(Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x"), "db", "status").lines();
    assertThat(status.get(status.size() - 1))
        .startsWith("vitals: the database says: Connection to 127.0.0.1:1 refused");
  }

  @Test
  void aSimulationGoesWhereTheVariablesSay() throws Exception {
    Run run = run(Map.of("VITALS_HOST", "0.0.0.0", "VITALS_PORT", "1"), "simulate");

    assertThat(run.lines().get(run.lines().size() - 1))
        .startsWith("vitals: nothing answers at http://127.0.0.1:1 (");
  }

  /** Words of Hibernate Validator and of argparse, and numbers of both. */
  @ParameterizedTest
  @ValueSource(strings = {"tr TR u-nu-arab", "ar EG", "fa IR", "th TH u-nu-thai", "de DE"})
  void theLanguageOfTheMachineChangesNothing(String language) throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            database: {url: embedded, minSize: -5}
            ingest: {maxBodySize: 1B, queueSamples: 0}
            """);

    for (String[] typed :
        List.of(
            new String[] {"check", config.toString()},
            new String[] {"simulate", "--users", "many"})) {
      assertThat(run(in(language), typed)).isEqualTo(run(in("en"), typed));
    }
  }

  private static Map<String, String> in(String language) {
    String[] parts = language.split(" ", -1);
    StringBuilder options = new StringBuilder("-Duser.language=" + parts[0]);
    if (parts.length > 1) {
      options.append(" -Duser.country=").append(parts[1]);
    }
    if (parts.length > 2) {
      options.append(" -Duser.extensions=").append(parts[2]);
    }
    return Map.of("JDK_JAVA_OPTIONS", options.toString());
  }

  private Run run(Map<String, String> environment, String... typed) throws Exception {
    VitalsProcess command = VitalsProcess.start(directory, environment, typed);
    int exit = command.awaitExit(LIMIT);
    return new Run(
        exit, command.output().lines().filter(line -> !line.contains("JDK_JAVA_OPTIONS")).toList());
  }
}
