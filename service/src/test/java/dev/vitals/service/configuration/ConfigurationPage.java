package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docs/configuration.md says, row by row. */
record ConfigurationPage(List<Row> settings, List<Row> variables) {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LOWER = Pattern.compile("^(?:from )?`(\\d[^`]*)`");
  private static final Pattern NOT_BELOW = Pattern.compile("not below `([^`]+)`");
  private static final Pattern UPPER = Pattern.compile("to `(\\d[^`]*)`");

  /** The cells of one, the first of which is code. */
  record Row(List<String> cells) {
    String name() {
      return code(cells.get(0)).findFirst().orElseThrow();
    }

    /** Empty for what is too long for a cell. */
    Optional<JsonNode> defaultValue() throws IOException {
      String cell = cells.get(1);
      if (cell.equals("in `config.yml`")) {
        return Optional.empty();
      }
      return Optional.of(
          cell.equals("empty")
              ? NullNode.instance
              : ConfigurationFile.YAML.readTree(code(cell).findFirst().orElse("no code: " + cell)));
    }

    Optional<String> lowerBound() {
      return first(LOWER, cells.get(2));
    }

    Optional<String> upperBound() {
      return first(UPPER, cells.get(2));
    }

    /** The setting that its lower bound depends on. */
    Optional<String> notBelow() {
      return first(NOT_BELOW, cells.get(2));
    }

    String limits() {
      return cells.get(2);
    }

    /** Empty if it has none. */
    String variable() {
      return code(cells.get(3)).findFirst().orElse("");
    }

    /** What a row of the variables' table is for. */
    List<String> settings() {
      return code(cells.get(1)).toList();
    }
  }

  static ConfigurationPage read() throws IOException {
    List<Row> settings = new ArrayList<>();
    List<Row> variables = new ArrayList<>();
    List<String> header = List.of();
    for (String line : Files.readAllLines(Path.of("../docs/configuration.md"))) {
      if (line.startsWith("| `")) {
        Row row = new Row(cells(line));
        // One too many, and the text of a row would be taken for its variable.
        assertThat(row.cells()).as(line).hasSameSizeAs(header);
        (header.get(0).equals("setting") ? settings : variables).add(row);
      } else if (line.startsWith("| ") && !line.startsWith("| -")) {
        header = cells(line);
      }
    }
    // Those that no setting takes.
    variables.removeIf(row -> row.cells().size() > 2);
    return new ConfigurationPage(settings, variables);
  }

  /** A line begins and ends with a bar. */
  private static List<String> cells(String line) {
    List<String> parts = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    return parts.subList(1, parts.size() - 1);
  }

  private static Stream<String> code(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1));
  }

  private static Optional<String> first(Pattern pattern, String cell) {
    Matcher matcher = pattern.matcher(cell);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
