package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.StandardMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which metrics there are is told by the catalogue, and by its page in the docs. */
class MetricNamesTest {
  private static final Path ROOT = Path.of("..");

  /** What simulates and measures has examples of its own. */
  private static final List<String> MODULES =
      List.of(
          "domain",
          "application",
          "adapters/rest",
          "adapters/timescale",
          "adapters/embedded",
          "service");

  @Test
  void noCodeButTheCatalogueNamesAMetric() throws Exception {
    Pattern names =
        Pattern.compile(
            StandardMetrics.ALL.stream()
                .map(Metric::name)
                // Words that mean other things too.
                .filter(name -> !List.of("distance", "weight", "stress").contains(name))
                .map(name -> name + "|" + camelCase(name))
                .collect(Collectors.joining("|", "\\b(", ")s?\\b")));
    for (String module : MODULES) {
      for (Path file : filesOf(module)) {
        assertThat(code(file).filter(line -> names.matcher(line).find())).as("%s", file).isEmpty();
      }
    }
  }

  @Test
  void everyStandardMetricIsInTheDocs() throws Exception {
    List<String> page = Files.readAllLines(ROOT.resolve("docs/metrics.md"));
    for (Metric metric : StandardMetrics.ALL) {
      assertThat(page)
          .contains(
              "| `%s` | %s | %s | %s to %s | %s |"
                  .formatted(
                      metric.name(),
                      metric.isGauge() ? "gauge" : "total",
                      metric.unit(),
                      metric.inUnits(metric.least()).toPlainString(),
                      metric.inUnits(metric.greatest()).toPlainString(),
                      metric.decimals()));
    }
  }

  /** Comments and Javadoc may have examples. */
  private static Stream<String> code(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.strip().startsWith("*") && !line.strip().startsWith("/"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesOf(String module) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
      List<Path> found =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("StandardMetrics.java"))
              .filter(file -> !file.endsWith("MetricCatalogue.java"))
              .toList();
      assertThat(found).as(module).isNotEmpty();
      return found;
    }
  }

  private static String camelCase(String name) {
    return Pattern.compile("_(.)")
        .matcher(name)
        .replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT));
  }
}
