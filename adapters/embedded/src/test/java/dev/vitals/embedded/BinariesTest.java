package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BinariesTest {

  @Test
  void thisMachineHasThem() throws Exception {
    Binaries binaries = Binaries.forThisMachine();
    assertThat(binaries.version()).startsWith("18.");
    assertThat(binaries.majorVersion()).isEqualTo("18");
  }

  @Test
  void aMachineWithoutIsNamedAndToldWhatToDo() {
    assertThatThrownBy(() -> Binaries.forMachine("SunOS", "sparcv9"))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("SunOS", "sparcv9", "DATABASE_URL")
        .hasMessageNotContaining("\n");
  }

  @Test
  void platformsAreNamedAsTheArchivesAre() {
    assertThat(Binaries.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(Binaries.platform("Linux", "aarch64")).isEqualTo("linux-arm_64");
    assertThat(Binaries.platform("Mac OS X", "aarch64")).isEqualTo("darwin-arm_64");
    assertThat(Binaries.platform("Mac OS X", "x86_64")).isEqualTo("darwin-x86_64");
  }
}
