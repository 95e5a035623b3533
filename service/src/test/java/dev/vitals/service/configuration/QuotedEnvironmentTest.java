package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedEnvironmentTest {
  private static final Map<String, String> SET = Map.of("A", "x", "B", "y", "EMPTY", "");

  @Test
  void aVariableThatIsSetComesBeforeItsDefault() {
    assertThat(replaced("${A} ${A:-1} ${NOPE:-2} ${NOPE:-} ${EMPTY:-3}")).isEqualTo("x x 2  3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"}", ":-", "${HOME}", "${B", "$${B}"})
  void aValueMayHoldWhatVariablesAreWrittenWith(String value) {
    assertThat(new QuotedEnvironment(Map.of("A", value)).replace("${A:-1}")).isEqualTo(value);
  }

  @Test
  void twoDollarsStandForTheCharacters() {
    assertThat(replaced("$${NOPE}")).isEqualTo("${NOPE}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOPE", "EMPTY", "my.nope-1"})
  void oneThatIsNotSetAndHasNoDefaultIsNamed(String name) {
    assertRefused(
        "password: 'hidden ${" + name + "}'",
        name + " is not set, and config.yml gives no default for it");
  }

  /** Set or not, since it would seem to work until the first of them is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "${A:-${B}}",
        "${NOPE:-${B}}",
        "${NOPE:-${NOPE}}",
        "${NOPE:-${B:-hidden}}",
        "${${A}:-hidden}",
        "${hidden'\n${A:-1}",
        "${A:?hidden}",
        "${}",
        "${hi dden}"
      })
  void whatIsNoVariableIsRefusedWithoutBeingQuoted(String written) {
    assertRefused(
        "database:\n  password: '" + written + "'",
        "line 2 of config.yml: a variable is written ${NAME} or ${NAME:-default}, without another"
            + " within");
  }

  private static void assertRefused(String written, String message) {
    assertThatThrownBy(() -> replaced(written))
        .isInstanceOf(UnusableVariableException.class)
        .hasMessage(message);
  }

  private static String replaced(String written) {
    return new QuotedEnvironment(SET).replace(written);
  }
}
