package dev.vitals.service.configuration;

import static dev.vitals.service.configuration.ConfigurationFile.SHIPPED;
import static dev.vitals.service.configuration.ConfigurationFile.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.timescale.kind.StorageSettings;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The config.yml that ships, read as the service reads it: every default is pinned. */
class ShippedConfigurationTest {
  @Test
  void everyDefaultIsAsDocumented() throws Exception {
    VitalsConfiguration configuration = read(SHIPPED, Map.of());

    assertThat(configuration.getDatabase().getUrl()).isEqualTo("embedded");
    assertThat(configuration.getDatabase().getUser()).isNull();
    assertThat(configuration.getDatabase().getPassword()).isNull();
    assertThat(configuration.getDatabase().getMinSize()).isEqualTo(2);
    assertThat(configuration.getDatabase().getMaxSize()).isEqualTo(16);
    assertThat(configuration.getDatabase().getMaxWaitForConnection())
        .isEqualTo(Duration.seconds(2));
    assertThat(configuration.getDatabase().getCheckConnectionOnBorrow()).isTrue();
    assertThat(configuration.getDatabase().getValidationInterval()).isEqualTo(Duration.seconds(1));
    assertThat(configuration.getDatabase().getValidationQueryTimeout())
        .contains(Duration.seconds(2));
    assertThat(configuration.getDatabase().getInitializationQuery())
        .isEqualTo(
            "set statement_timeout = '15s'; set idle_in_transaction_session_timeout = '15s'");
    assertThat(configuration.getEmbedded().getDataDirectory()).isEqualTo(Path.of("data"));
    assertThat(configuration.isMigrateAtStart()).isTrue();
    assertThat(configuration.getIngest().getMaxBodySize()).isEqualTo(DataSize.mebibytes(16));
    assertThat(configuration.getIngest().getBodyTimeout()).isEqualTo(Duration.seconds(60));
    assertThat(configuration.getIngest().getOldestSample()).isEqualTo(Duration.days(3653));
    assertThat(configuration.getIngest().getQueueSamples()).isEqualTo(500_000);

    DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
    assertThat(server.getShutdownGracePeriod()).isEqualTo(Duration.seconds(30));
    assertThat(server.getMaxThreads()).isEqualTo(64);
    assertThat(server.isEnableVirtualThreads()).isFalse();
    assertThat(server.getRequestLogFactory().isEnabled()).isFalse();
    assertThat(application(configuration).getBindHost()).isEqualTo("127.0.0.1");
    assertThat(application(configuration).getPort()).isEqualTo(8080);
    assertThat(application(configuration).getIdleTimeout()).isEqualTo(Duration.seconds(30));
    assertThat(admin(configuration).getBindHost()).isEqualTo("127.0.0.1");
    assertThat(admin(configuration).getPort()).isEqualTo(8081);
    assertThat(((DefaultLoggingFactory) configuration.getLoggingFactory()).getLevel())
        .isEqualTo("INFO");
  }

  @Test
  void whatTheFileSaysIsWhatTheCodeWouldDoWithoutIt(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("short.yml"), "database: {url: embedded}\n");
    VitalsConfiguration shortened = read(file, Map.of());
    VitalsConfiguration shipped = read(SHIPPED, Map.of());

    assertThat(shortened.getDatabase()).usingRecursiveComparison().isEqualTo(shipped.getDatabase());
    assertThat(shortened.getIngest()).usingRecursiveComparison().isEqualTo(shipped.getIngest());
    assertThat(shortened.getStorage()).usingRecursiveComparison().isEqualTo(shipped.getStorage());
    assertThat(shortened.getEmbedded().getDataDirectory())
        .isEqualTo(shipped.getEmbedded().getDataDirectory());
    assertThat(shortened.isMigrateAtStart()).isEqualTo(shipped.isMigrateAtStart());
  }

  @Test
  void everyDefaultOfStorageIsPinned() throws Exception {
    StorageConfiguration storage = read(SHIPPED, Map.of()).getStorage();

    assertThat(storage.settings()).isEqualTo(StorageSettings.DEFAULTS);
    assertThat(storage.settings().watermarkLag()).isEqualTo(java.time.Duration.ofDays(2));
    assertThat(storage.getReadSamplesUpTo().toJavaDuration())
        .isEqualTo(java.time.Duration.ofHours(25));
    assertThat(storage.settings().chunkInterval()).isEqualTo(java.time.Duration.ofDays(7));
    assertThat(storage.settings().columnarAfter()).contains(java.time.Duration.ofDays(7));
    assertThat(storage.settings().rawRetention()).isEmpty();
    assertThat(storage.getRefreshEvery().toJavaDuration())
        .isEqualTo(java.time.Duration.ofMinutes(15));
    assertThat(storage.getSettleEvery().toJavaDuration())
        .isEqualTo(java.time.Duration.ofSeconds(10));
    assertThat(storage.getAuditEvery().toJavaDuration()).isEqualTo(java.time.Duration.ofMinutes(1));
    assertThat(storage.getRecompressBetween()).hasToString("02:00-05:00");
  }

  @Test
  void theEnvironmentOverrides() throws Exception {
    VitalsConfiguration configuration =
        read(
            SHIPPED,
            Map.of(
                "VITALS_HOST", "0.0.0.0",
                "VITALS_PORT", "9000",
                "VITALS_ADMIN_PORT", "9001",
                "VITALS_DATA_DIR", "/var/lib/vitals data",
                "DATABASE_URL", "jdbc:postgresql://db/vitals",
                "DATABASE_USER", "vitals",
                "DATABASE_PASSWORD", "it's \"#1\": ${x} \\ %"));

    assertThat(application(configuration).getBindHost()).isEqualTo("0.0.0.0");
    assertThat(application(configuration).getPort()).isEqualTo(9000);
    assertThat(admin(configuration).getBindHost()).isEqualTo("0.0.0.0");
    assertThat(admin(configuration).getPort()).isEqualTo(9001);
    assertThat(configuration.getEmbedded().getDataDirectory())
        .isEqualTo(Path.of("/var/lib/vitals data"));
    assertThat(configuration.getDatabase().getUrl()).isEqualTo("jdbc:postgresql://db/vitals");
    assertThat(configuration.getDatabase().getUser()).isEqualTo("vitals");
    assertThat(configuration.getDatabase().getPassword()).isEqualTo("it's \"#1\": ${x} \\ %");
  }

  @Test
  void anEmptyVariableIsOneThatIsNotSet() throws Exception {
    VitalsConfiguration configuration =
        read(SHIPPED, Map.of("VITALS_PORT", "", "DATABASE_URL", "", "DATABASE_USER", ""));

    assertThat(application(configuration).getPort()).isEqualTo(8080);
    assertThat(configuration.getDatabase().getUrl()).isEqualTo("embedded");
    assertThat(configuration.getDatabase().getUser()).isNull();
  }

  @Test
  void aSettingOutOfItsLimitsIsNamed(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("wrong.yml"),
            """
            database: {url: embedded}
            ingest: {maxBodySize: 1KiB, bodyTimeout: 0s}
            storage: {chunkInterval: 36h, rawRetention: 1h}
            """);

    assertThatThrownBy(() -> read(file, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ingest.maxBodySize must be between 1 MEBIBYTES and 1024 MEBIBYTES")
        .hasMessageContaining("ingest.bodyTimeout must be between 1 SECONDS and 3600 SECONDS")
        .hasMessageContaining("storage.rawRetention must be between 1 DAYS and 36525 DAYS")
        .hasMessageContaining("storage.chunkInterval must be whole days");
  }

  private static HttpConnectorFactory application(VitalsConfiguration configuration) {
    return (HttpConnectorFactory)
        ((DefaultServerFactory) configuration.getServerFactory()).getApplicationConnectors().get(0);
  }

  private static HttpConnectorFactory admin(VitalsConfiguration configuration) {
    return (HttpConnectorFactory)
        ((DefaultServerFactory) configuration.getServerFactory()).getAdminConnectors().get(0);
  }
}
