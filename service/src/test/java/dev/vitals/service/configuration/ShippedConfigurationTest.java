package dev.vitals.service.configuration;

import static dev.vitals.service.configuration.ConfigurationFile.SHIPPED;
import static dev.vitals.service.configuration.ConfigurationFile.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitals.timescale.kind.StorageSettings;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The config.yml that ships, read as the service reads it. DocumentedConfigurationTest pins its
 * defaults.
 */
class ShippedConfigurationTest {
  /** But for what is Dropwizard's, as docs/configuration.md says. */
  @Test
  void whatTheFileSaysIsWhatTheCodeWouldDoWithoutIt(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("short.yml"), "database: {url: embedded}\n");

    assertThat(ours(read(file, Map.of()))).isEqualTo(ours(read(SHIPPED, Map.of())));
  }

  private static JsonNode ours(VitalsConfiguration configuration) {
    return ((ObjectNode) ConfigurationFile.tree(configuration))
        .without(Set.of("server", "logging"));
  }

  @Test
  void theAdapterHasTheSameDefaults() throws Exception {
    assertThat(read(SHIPPED, Map.of()).storageSettings()).isEqualTo(StorageSettings.DEFAULTS);
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

  /** JDBI would parse each statement anew each time. */
  @Test
  void noStatementGetsACommentBeforeIt() throws Exception {
    assertThat(read(SHIPPED, Map.of()).getDatabase().isAutoCommentsEnabled()).isFalse();
  }

  @Test
  void anEmptyVariableIsOneThatIsNotSet() throws Exception {
    VitalsConfiguration configuration =
        read(SHIPPED, Map.of("VITALS_PORT", "", "DATABASE_URL", "", "DATABASE_USER", ""));

    assertThat(application(configuration).getPort()).isEqualTo(8080);
    assertThat(configuration.getDatabase().getUrl()).isEqualTo("embedded");
    assertThat(configuration.getDatabase().getUser()).isNull();
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
