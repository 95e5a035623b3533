package dev.vitals.service.configuration;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitals.service.configuration.ConfigurationPage.Row;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import io.dropwizard.db.DataSourceFactory;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md against config.yml and the classes that read it. */
class DocumentedConfigurationTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)");

  static List<Row> settings() throws IOException {
    return ConfigurationPage.read().settings();
  }

  @Test
  void everySettingOfOursIsDocumented() throws Exception {
    assertThat(documented()).containsAll(OwnSettings.limitedByPath().keySet());
  }

  @Test
  void everythingThatTheFileSetsIsDocumented() throws Exception {
    Set<String> documented = Set.copyOf(documented());
    Map<String, String> undocumented = new TreeMap<>(leaves(ConfigurationFile.written()));
    undocumented.keySet().removeIf(path -> documented.stream().anyMatch(row -> covers(row, path)));
    assertThat(undocumented).isEmpty();
  }

  @Test
  void nothingIsDocumentedTwice() throws Exception {
    assertThat(documented()).doesNotHaveDuplicates();
  }

  /** A path that is none is refused by the same factory. */
  @ParameterizedTest
  @MethodSource("settings")
  void theDocumentedDefaultWrittenIntoTheFileChangesNothing(Row row) throws Exception {
    JsonNode shipped = ConfigurationFile.shipped();
    if (row.defaultValue().isPresent()) {
      assertThat(ConfigurationFile.shippedWith(Map.of(row.name(), row.defaultValue().get())))
          .isEqualTo(shipped);
    } else {
      assertThat(shipped.at("/" + row.name().replace('.', '/')).isContainerNode()).isTrue();
    }
  }

  /** Not explained by Dropwizard's manual then, which has its own defaults. */
  @Test
  void whatThePoolHasOtherwiseThanDropwizardsIsDocumented() throws Exception {
    JsonNode theirs = ConfigurationFile.tree(new DataSourceFactory());
    assertThat(documented())
        .containsAll(
            ConfigurationFile.tree(new TimescaleDataSourceFactory()).properties().stream()
                .filter(ours -> !ours.getValue().equals(theirs.get(ours.getKey())))
                .map(ours -> "database." + ours.getKey())
                .toList());
  }

  @Test
  void theVariableOfASettingIsTheOneInTheFile() throws Exception {
    assertThat(
            settings().stream()
                .filter(row -> !row.variable().isEmpty())
                .collect(toMap(Row::name, Row::variable)))
        .isEqualTo(variablesInTheFile());
  }

  @Test
  void theVariablesAreThoseInTheFile() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    for (Row row : ConfigurationPage.read().variables()) {
      row.settings().forEach(setting -> listed.put(setting, row.name()));
    }
    assertThat(listed).isEqualTo(variablesInTheFile());
  }

  private static List<String> documented() throws IOException {
    return settings().stream().map(Row::name).toList();
  }

  private static boolean covers(String documented, String path) {
    return path.equals(documented)
        || path.startsWith(documented + ".")
        || path.startsWith(documented + "[]");
  }

  private static Map<String, String> variablesInTheFile() throws IOException {
    Map<String, String> variables = new TreeMap<>();
    leaves(ConfigurationFile.written())
        .forEach(
            (path, text) ->
                VARIABLE
                    .matcher(text)
                    .results()
                    .forEach(variable -> variables.put(path, variable.group(1))));
    return variables;
  }

  private static Map<String, String> leaves(JsonNode file) {
    Map<String, String> leaves = new TreeMap<>();
    putLeaves("", file, leaves);
    return leaves;
  }

  private static void putLeaves(String path, JsonNode node, Map<String, String> leaves) {
    if (node.isEmpty()) {
      leaves.put(path, node.asText());
    } else if (node.isArray()) {
      node.forEach(element -> putLeaves(path + "[]", element, leaves));
    } else {
      node.properties()
          .forEach(
              each ->
                  putLeaves(
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      each.getValue(),
                      leaves));
    }
  }
}
