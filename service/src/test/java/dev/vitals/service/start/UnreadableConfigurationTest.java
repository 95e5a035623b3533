package dev.vitals.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitals.service.configuration.ConfigurationFile;
import io.dropwizard.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read is named by its place. What is written there may be a password. */
class UnreadableConfigurationTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "#   password: '${PW}'# | S3CRET | line 3, column 12",
        "#\tpassword: '${PW}'# | S3CRET | line 3, column 1",
        "#  password: 'S3C'RET'# | S3CRET | line 3, column 18",
        "#  password: ${PW}# | S3: CRET | line 3, column 15",
        "#  password: ${PW}# | %S3CRET | line 3, column 13",
        "#  password: ${PW}# | `S3CRET | line 3, column 13",
        "#  password: ${PW}# | [S3CRET | line 4, column 1",
        "#  password: ${PW}# | * | line 3, column 14",
        "#  password: \"${PW}\"# | S3\\CRET | line 3, column 17",
        "#  password: ${PW}# | 'S3C'RET' | line 3, column 15",
      })
  void malformedYamlIsNotQuoted(String line, String password, String place) throws Exception {
    assertThat(reason("database:\n  url: embedded\n" + line, password))
        .isEqualTo(place + " is no YAML: check indentation and quotes");
  }

  @Test
  void aControlCharacterHasNoPlace() throws Exception {
    assertThat(reason("database: {url: embedded, password: 'S3C\u0007RET'}", ""))
        .isEqualTo("it is no YAML: check indentation and quotes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "database: 'jdbc:postgresql://h/d?password=${PW}' | database cannot be what is written there",
        "database: {url: embedded, properties: 'password=${PW}'} | database.properties cannot be what is written there",
        "database: {url: embedded, password: [${PW}]} | database.password cannot be what is written there",
        "database: {url: embedded, maxWaitForConnection: '${PW}'} | database.maxWaitForConnection must be a time with its unit, like 15m",
        "database: {url: embedded, minSize: '${PW}'} | database.minSize must be a whole number",
        "database: {url: embedded, checkConnectionOnBorrow: '${PW}'} | database.checkConnectionOnBorrow must be true or false",
        "database: {url: embedded, defaultTransactionIsolation: '${PW}'} | database.defaultTransactionIsolation cannot be what is written there",
        "storage: {recompressBetween: '${PW}'} | storage.recompressBetween must be two times of day, like 02:00-05:00",
        "ingest: {maxBodySize: '${PW}'} | ingest.maxBodySize must be a size with its unit, like 16MiB",
        "server: {applicationConnectors: [{type: '${PW}'}]} | server.applicationConnectors[0] cannot be what is written there",
        "logging: {appenders: [{type: console, layout: {type: '${PW}'}}]} | logging.appenders[0].layout must have the type vitals-text or vitals-json",
        "${PW} | cannot be what is written there",
      })
  void aTextIsNotQuoted(String yaml, String reason) throws Exception {
    assertThat(reason(yaml, "S3CRET")).isIn(reason, reason + ", see docs/configuration.md");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "storage: {watermarkLag: 48} | storage.watermarkLag must be a time with its unit, like 15m",
        "storage: {recompressBetween: 7} | storage.recompressBetween must be two times of day, like 02:00-05:00",
        "ingest: {maxBodySize: 16} | ingest.maxBodySize must be a size with its unit, like 16MiB",
        "migrateAtStart: | migrateAtStart must be true or false",
        "migrateAtStart: '${PW:-}' | migrateAtStart must be true or false",
        "ingest: {queueSamples: } | ingest.queueSamples must be a whole number",
        "server: {applicationConnectors: [{type: http, port: }]} | server.applicationConnectors[0].port must be a whole number",
        "logging: {loggers: } | logging.loggers cannot be what is written there, see docs/configuration.md",
      })
  void whatShouldBeThereIsTold(String yaml, String reason) throws Exception {
    assertThat(reason(yaml, "")).isEqualTo(reason);
  }

  @Test
  void aNameThatIsNoSettingIsTold() throws Exception {
    assertThat(reason("ingest: {maxBodySice: 1MiB}", ""))
        .startsWith("Unrecognized field at: ingest.maxBodySice")
        .contains("- maxBodySize");
  }

  @Test
  void anEmptyFileIsTold() throws Exception {
    assertThat(reason("# Nothing.", "")).contains("must not be empty");
  }

  private String reason(String yaml, String password) throws Exception {
    Path file = Files.writeString(directory.resolve("config.yml"), yaml + "\n");
    String reason =
        WrongConfiguration.reason(
            catchThrowableOfType(
                ConfigurationException.class,
                () -> ConfigurationFile.read(file, Map.of("PW", password))));
    assertThat(reason).startsWith(file + " has an error: ").doesNotContain("S3", "CRET");
    return reason.substring((file + " has an error: ").length());
  }
}
