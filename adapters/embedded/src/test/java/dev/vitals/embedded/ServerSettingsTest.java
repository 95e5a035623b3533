package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerSettingsTest {

  @Test
  void nothingInThemMeansAnythingToAShell() {
    assertThat(ServerSettings.commandLine(5432)).matches("[-a-z0-9A-Z_=. ]+");
    assertThat(ServerSettings.commandLine(5432))
        .startsWith("-c ")
        .contains(" -c port=5432 ", " -c unix_socket_directories= ");
  }
}
