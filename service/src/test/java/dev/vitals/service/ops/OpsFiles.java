package dev.vitals.service.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code ops} and the runbook say, read as a tree. */
final class OpsFiles {
  static final Path RULES = Path.of("../ops/prometheus/rules");
  static final Path RULE_TESTS = Path.of("../ops/prometheus/tests");
  static final Path DASHBOARDS = Path.of("../ops/grafana/dashboards");
  static final Path RUNBOOK = Path.of("../docs/runbook.md");

  /** As prometheus.yml names it. */
  static final String JOB = "vitals";

  /** Reads JSON too. */
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private OpsFiles() {}

  /** By file. Fails for a directory without files, which would hold nothing. */
  static Map<Path, JsonNode> in(Path directory) throws IOException {
    Map<Path, JsonNode> trees = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        trees.put(file, YAML.readTree(file.toFile()));
      }
    }
    if (trees.isEmpty()) {
      throw new AssertionError("nothing in " + directory);
    }
    return trees;
  }

  /** Those that have a field of that name: {@code alert} or {@code record}. */
  static List<JsonNode> rules(String kind) throws IOException {
    return in(RULES).values().stream().flatMap(file -> file.findParents(kind).stream()).toList();
  }
}
