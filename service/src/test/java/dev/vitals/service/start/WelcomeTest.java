package dev.vitals.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.service.configuration.ConfigurationFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WelcomeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void whatThereIsIsListed() throws Exception {
    Welcome.print(
        ConfigurationFile.read(
            Path.of("../config.yml"),
            Map.of("VITALS_PORT", "9000", "DATABASE_URL", "jdbc:postgresql://db/vitals?x=y")),
        new PrintStream(out, true, UTF_8));

    assertThat(out.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            Vitals
              API    http://127.0.0.1:9000  POST /ingest, GET /metrics
              Docs   http://127.0.0.1:9000/docs, http://127.0.0.1:9000/openapi.json
              Admin  http://127.0.0.1:8081  /live, /ready, /healthcheck, /prometheus, /metrics
              Data   jdbc:postgresql://db/vitals
            """);
  }
}
