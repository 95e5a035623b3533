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

/** Each line names the setting, its limit and, where it cannot be a secret, its value. */
class WrongConfigurationTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "database: {url: embedded, minSize: 20} | database.minSize must be less than or equal to maxSize",
        "database: {url: embedded, minSize: 1, maxSize: 1, initialSize: 3} | database.initialSize must be less than or equal to maxSize",
        "database: {url: embedded, maxWaitForConnection: 30d} | database.maxWaitForConnection must be less than or equal to 1 HOURS, is 30 days",
        "database: {url: embedded, maxWaitForConnection: 500us} | database.maxWaitForConnection must be greater than or equal to 1 MILLISECONDS, is 500 microseconds",
        "database: {url: embedded, validationQueryTimeout: 500ms} | database.validationQueryTimeout must be greater than or equal to 1 SECONDS, is 500 milliseconds",
        "database: {url: ''} | database.url must not be empty",
        "embedded: {dataDirectory: ''} | embedded.dataDirectory must name a directory",
        "embedded: {dataDirectory: ' '} | embedded.dataDirectory must name a directory",
        "embedded: {dataDirectory: } | embedded.dataDirectory must not be null",
        "ingest: {maxBodySize: 1KiB} | ingest.maxBodySize must be between 1 MEBIBYTES and 1024 MEBIBYTES, is 1 kibibyte",
        "ingest: {queueSamples: 1} | ingest.queueSamples must be greater than or equal to 20000, is 1",
        "storage: {chunkInterval: 36h} | storage.chunkInterval must be whole days, is 36 hours",
        "storage: {chunkInterval: 86400500ms} | storage.chunkInterval must be whole days, is 86400500 milliseconds",
        "storage: {chunkInterval: } | storage.chunkInterval must not be null",
        "storage: {watermarkLag: } | storage.watermarkLag must not be null",
        "storage: {rawRetention: 47h} | storage.rawRetention must not be shorter than storage.watermarkLag (48 hours), is 47 hours",
        "storage: {rawRetention: 1h} | storage.rawRetention must be between 1 DAYS and 36525 DAYS, is 1 hour",
        "storage: {watermarkLag: 8d, rawRetention: 7d} | storage.rawRetention must not be shorter than storage.watermarkLag (8 days), is 7 days",
        "storage: {rawRetention: 36526d} | storage.rawRetention must be between 1 DAYS and 36525 DAYS, is 36526 days",
        "storage: {columnstoreAfter: 36526d} | storage.columnstoreAfter must be between 1 HOURS and 876600 HOURS, is 36526 days",
        "metrics: [pulse] | metrics no standard metric is called pulse (docs/metrics.md); one of your own needs kind, unit, min and max",
        "metrics: [steps, steps] | metrics metric steps is there twice",
        "metrics: [heart_rate, null] | metrics a metric has no name",
        "metrics: [{kind: gauge}] | metrics a metric has no name",
        "metrics: [] | metrics there must be 1 to 60 metrics",
        "metrics: [{name: user_id, kind: gauge, unit: x, min: 0, max: 1}] | metrics no metric can be named user_id: that is another field",
        "metrics: [{name: Pulse, kind: gauge, unit: x, min: 0, max: 1}] | metrics a metric's name must be 1 to 48 lower-case letters, digits and underscores, a letter first",
        "metrics: [{name: pulse, kind: counter, unit: x, min: 0, max: 1}] | metrics metric pulse: kind must be gauge or total",
        "metrics: [{name: pulse, kind: gauge, unit: x, min: 0}] | metrics metric pulse needs kind, unit, min and max",
        "metrics: [{name: pulse, kind: gauge, unit: x, decimals: 6, min: 0, max: 3000}] | metrics metric pulse: max with 6 decimals does not fit into 31 bits",
        "server: {applicationConnectors: [{type: http, port: 70000}]} | server.applicationConnectors[0].port must be between 1 and 65535, is 70000",
        "server: {maxThreads: 7} | server must have a smaller minThreads than maxThreads",
      })
  void aBrokenLimit(String yaml, String reason) throws Exception {
    assertThat(reason(yaml)).isEqualTo(file() + " has an error: " + reason);
  }

  @Test
  void severalAtOnceAreAllNamed() throws Exception {
    assertThat(reason("ingest: {queueSamples: 1}\nstorage: {auditEvery: 0s}"))
        .isEqualTo(
            file()
                + " has the following errors: ingest.queueSamples must be greater than or equal to"
                + " 20000, is 1; storage.auditEvery must be between 1 SECONDS and 86400 SECONDS, is"
                + " 0 seconds");
  }

  @Test
  void whatMakesSenseIsTaken() throws Exception {
    for (String yaml :
        new String[] {
          "database: {url: embedded, minSize: 5}",
          "database: {url: embedded, minSize: 0, maxSize: 1}",
          "database: {url: embedded, minSize: 1, maxSize: 1}",
          "database: {url: embedded, maxWaitForConnection: 1ms, validationQueryTimeout: }",
          "database: {url: embedded, initialSize: 5, minSize: 3}",
          "storage: {columnstoreAfter: 1h, rawRetention: 48h}",
          "storage: {columnstoreAfter: , readSamplesUpTo: 0s}",
        }) {
      ConfigurationFile.read(write(yaml), Map.of());
    }
  }

  private String reason(String yaml) throws Exception {
    Path file = write(yaml);
    return WrongConfiguration.reason(
        catchThrowableOfType(
            ConfigurationException.class, () -> ConfigurationFile.read(file, Map.of())));
  }

  private Path write(String yaml) throws Exception {
    String whole = yaml.startsWith("database") ? yaml : "database: {url: embedded}\n" + yaml;
    return Files.writeString(file(), whole + "\n");
  }

  private Path file() {
    return directory.resolve("config.yml");
  }
}
