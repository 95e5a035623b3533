package dev.vitals.service.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    List<Row> rows =
        Files.readAllLines(Path.of("../docs/configuration.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> new Row(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList()))
            // A line begins and ends with a bar.
            .map(row -> new Row(row.cells().subList(1, row.cells().size() - 1)))
            .toList();
    return new ConfigurationPage(
        rows.stream().filter(row -> row.cells().size() == 5).toList(),
        rows.stream().filter(row -> row.cells().size() == 2).toList());
  }

  private static Stream<String> code(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1));
  }

  private static Optional<String> first(Pattern pattern, String cell) {
    Matcher matcher = pattern.matcher(cell);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
