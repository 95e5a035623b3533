package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
  private static final String PASSWORD = " p'ss\t \"#1\": ${HOME} \\ % \u00e9";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void aSecretIsReadFromItsFileWithoutTheLineBreakAtItsEnd(String end) throws Exception {
    assertThat(password(Map.of("DATABASE_PASSWORD_FILE", file(PASSWORD + end))))
        .isEqualTo(PASSWORD);
  }

  @Test
  void anyVariableOfTheFileMayComeFromOne() throws Exception {
    assertThat(
            ConfigurationFile.read(
                    ConfigurationFile.SHIPPED, Map.of("VITALS_DATA_DIR_FILE", file("elsewhere\n")))
                .getEmbedded()
                .getDataDirectory())
        .isEqualTo(Path.of("elsewhere"));
  }

  @Test
  void aValueThatLooksLikeAVariableStaysAsItIs() throws Exception {
    String value = "${HOME} ${DATABASE_PASSWORD} $${x}";
    assertThat(password(Map.of("DATABASE_PASSWORD", value, "HOME", "/home/me"))).isEqualTo(value);
  }

  @Test
  void bothAtOnceAreRefused() throws Exception {
    assertRefused(
        Map.of("DATABASE_PASSWORD", "secret", "DATABASE_PASSWORD_FILE", file("secret")),
        "DATABASE_PASSWORD and DATABASE_PASSWORD_FILE are both set: unset one of them");
  }

  @Test
  void anEmptyOneIsNotSetSoTheOtherCounts() throws Exception {
    assertThat(password(Map.of("DATABASE_PASSWORD", "", "DATABASE_PASSWORD_FILE", file("secret"))))
        .isEqualTo("secret");
    assertThat(password(Map.of("DATABASE_PASSWORD", "secret", "DATABASE_PASSWORD_FILE", "")))
        .isEqualTo("secret");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertRefused(
        Map.of("DATABASE_PASSWORD_FILE", "/nowhere/password"),
        "DATABASE_PASSWORD_FILE names a file that cannot be read: /nowhere/password (no such file)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "./hunter2", "hunter\0"})
  void aPasswordWhereAPathShouldBeIsNotQuoted(String password) {
    assertRefused(
        Map.of("DATABASE_PASSWORD_FILE", password),
        "DATABASE_PASSWORD_FILE must be an absolute path");
  }

  @Test
  void aFileThatIsADirectoryIsNamed() {
    assertRefused(
        Map.of("DATABASE_PASSWORD_FILE", directory.toString()),
        "DATABASE_PASSWORD_FILE names a file that cannot be read: "
            + directory
            + " (Is a directory)");
  }

  @Test
  void aFileThatIsNoTextIsNamed() throws Exception {
    Path file =
        Files.write(directory.resolve("latin"), "\u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(
        Map.of("DATABASE_PASSWORD_FILE", file.toString()),
        "DATABASE_PASSWORD_FILE names a file that cannot be read: " + file + " (not UTF-8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void anEmptyFileIsNamed(String content) throws Exception {
    String file = file(content);
    assertRefused(
        Map.of("DATABASE_URL_FILE", file), "DATABASE_URL_FILE names an empty file: " + file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret\nnonsense: 1",
        "secret\n\n",
        "se\rcret",
        "se\u2028cret",
        "se\0cret",
        "\uFEFFsecret",
        "secret\uFFFE",
        "\uFFFFsecret"
      })
  void whatYamlCannotQuoteIsRefusedWhereverItIs(String value) throws Exception {
    assertRefused(
        Map.of("DATABASE_PASSWORD", value),
        "DATABASE_PASSWORD must be one line without control characters or a byte order mark");
    assertRefused(
        Map.of("DATABASE_PASSWORD_FILE", file(value)),
        "DATABASE_PASSWORD_FILE must be one line without control characters or a byte order mark");
  }

  /** Of another program, which reads it with other rights. */
  @Test
  void aFileThatOnlyLooksLikeOursIsNotOpened() throws Exception {
    assertThat(
            password(
                Map.of(
                    "DATABASE_PASSWORD", "secret",
                    "POSTGRES_PASSWORD_FILE", "/nowhere/password",
                    "VITALS_FILE", "/nowhere/password")))
        .isEqualTo("secret");
  }

  /** Whatever prints it would print every secret there is. */
  @Test
  void theEnvironmentIsInNoText() {
    Object variables = new Variables(Map.of("DATABASE_PASSWORD", "secret"));

    assertThat(variables.toString()).doesNotContain("secret");
  }

  private String file(String content) throws IOException {
    return Files.writeString(directory.resolve("secret"), content).toString();
  }

  private static String password(Map<String, String> environment) throws Exception {
    return String.valueOf(
        ConfigurationFile.read(ConfigurationFile.SHIPPED, environment).getDatabase().getPassword());
  }

  private static void assertRefused(Map<String, String> environment, String message) {
    assertThatThrownBy(() -> password(environment))
        .isInstanceOf(UnusableVariableException.class)
        .hasMessage(message);
  }
}
