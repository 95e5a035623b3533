package dev.vitals.service.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dropwizard.configuration.ConfigurationValidationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {"OFF", "'OFF'", "off", "ERROR", "Warn", "info", "DEBUG", "TRACE", "ALL", "on"})
  void aLevelIsTakenInAnyCase(String level) {
    for (String logging :
        new String[] {
          "level: " + level,
          "loggers: {a.b: " + level + "}",
          "loggers: {a.b: {level: " + level + "}}",
          "loggers: {a.b: {additive: false}}"
        }) {
      assertThatCode(() -> read(logging)).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "level: LOUD | logging.level",
        "level: '' | logging.level",
        "level: 5 | logging.level",
        "loggers: {a.b: OF} | logging.loggers.a.b",
        "loggers: {a.b: ''} | logging.loggers.a.b",
        "loggers: {a.b: 5} | logging.loggers.a.b",
        "loggers: {a.b: } | logging.loggers.a.b",
        "loggers: {a.b: [OFF]} | logging.loggers.a.b",
        "loggers: {a.b: {level: OF}} | logging.loggers.a.b",
        "loggers: {a.b: {level: }} | logging.loggers.a.b",
      })
  void anythingElseIsRefused(String logging, String setting) {
    ConfigurationValidationException refused =
        catchThrowableOfType(ConfigurationValidationException.class, () -> read(logging));

    assertThat(refused.getConstraintViolations())
        .extracting(broken -> broken.getPropertyPath() + " " + broken.getMessage())
        .containsExactly(setting + " must be OFF, ERROR, WARN, INFO, DEBUG, TRACE or ALL");
  }

  @Test
  void thatOfTheVariableToo() {
    assertThat(
            catchThrowableOfType(
                ConfigurationValidationException.class,
                () ->
                    ConfigurationFile.read(
                        ConfigurationFile.SHIPPED, Map.of("VITALS_ACCESS_LOG", "LOUD"))))
        .hasMessageContaining("logging.loggers.dev.vitals.access must be OFF");
  }

  private void read(String logging) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("config.yml"),
            "database: {url: embedded}\nlogging: {" + logging + "}\n");
    ConfigurationFile.read(file, Map.of());
  }
}
