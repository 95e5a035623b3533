package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitals.service.configuration.ConfigurationPage.Row;
import io.dropwizard.configuration.ConfigurationValidationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits that docs/configuration.md names against what the service takes and refuses. */
class DocumentedLimitsTest {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  static List<Row> settings() throws IOException {
    return ConfigurationPage.read().settings();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aDocumentedBoundIsTakenAndWhatIsBeyondIsRefused(Row row) {
    row.lowerBound().ifPresent(bound -> assertIsLast(row.name(), bound, -1, others(row, bound)));
    row.upperBound().ifPresent(bound -> assertIsLast(row.name(), bound, 1, Map.of()));
  }

  /** The one above finds a bound that is wrong, this one a bound that is missing. */
  @ParameterizedTest
  @MethodSource("settings")
  void theBoundsThatAnnotationsSetAreDocumented(Row row) throws Exception {
    VitalsConfiguration shipped = ConfigurationFile.read(ConfigurationFile.SHIPPED, Map.of());
    assertThat(Bounds.documented(row)).isEqualTo(Bounds.annotated(shipped, row.name()));
  }

  @Test
  void limitsThatAreValidatedAreDocumented() throws Exception {
    Map<String, Boolean> limited = OwnSettings.limitedByPath();
    assertThat(settings())
        .filteredOn(row -> limited.getOrDefault(row.name(), false))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.limits()).as(row.name()).isNotEmpty());
  }

  /** The setting that it may not be below is moved out of its way. */
  private static Map<String, TextNode> others(Row row, String bound) {
    return row.notBelow().map(other -> Map.of(other, new TextNode(bound))).orElse(Map.of());
  }

  private static void assertIsLast(
      String path, String bound, int step, Map<String, TextNode> others) {
    String beyond = NUMBER.matcher(bound).replaceFirst(number -> moved(number, step));
    assertThatCode(() -> read(path, bound, others)).doesNotThrowAnyException();
    assertThat(
            catchThrowableOfType(
                    ConfigurationValidationException.class, () -> read(path, beyond, others))
                .getConstraintViolations())
        .as(path + ": " + beyond)
        .extracting(broken -> broken.getPropertyPath().toString().replace("[0]", "[]"))
        .contains(path);
  }

  private static void read(String path, String value, Map<String, TextNode> others)
      throws Exception {
    Map<String, TextNode> values = new HashMap<>(others);
    values.put(path, new TextNode(value));
    ConfigurationFile.shippedWith(values);
  }

  private static String moved(MatchResult number, int step) {
    return String.valueOf(Long.parseLong(number.group()) + step);
  }
}
