package dev.vitals.service.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.service.configuration.ConfigurationFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aConfigurationThatIsRightIsSaidToBe() throws Exception {
    check(Map.of());

    assertThat(out.toString(UTF_8)).isEqualToNormalizingNewlines("the configuration is right\n");
  }

  @Test
  void whatAStartWouldRefuseIsRefused() {
    assertThatThrownBy(() -> check(Map.of("DATABASE_URL", "postgres://u:pw@h/d")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessage(
            "database.url (DATABASE_URL) must start with jdbc:postgresql:; it is written"
                + " jdbc:postgresql://localhost:5432/vitals, or embedded");
    assertThat(out.size()).isZero();
  }

  private void check(Map<String, String> environment) throws Exception {
    new CheckCommand(new PrintStream(out, true, UTF_8))
        .run(null, null, ConfigurationFile.read(Path.of("../config.yml"), environment));
  }
}
