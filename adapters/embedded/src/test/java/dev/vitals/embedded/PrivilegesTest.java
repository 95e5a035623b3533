package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrivilegesTest {
  private static final long ROOT = 0;

  @Test
  void anOrdinaryUserNeedsNothing() {
    assertThat(Privileges.commandPrefix(1000, List.of("false"))).isEmpty();
  }

  @Test
  void rootUsesWhatWorks() {
    assertThat(Privileges.commandPrefix(ROOT, List.of("env"))).containsExactly("env");
  }

  @Test
  void whereNamespacesAreForbiddenRootIsToldWhatToDo() {
    assertThatThrownBy(() -> Privileges.commandPrefix(ROOT, List.of("false")))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("forbidden", "ordinary user", "--user", "DATABASE_URL")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whereUnshareIsMissingRootIsToldSo() {
    assertThatThrownBy(() -> Privileges.commandPrefix(ROOT, List.of("no-such-program")))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContainingAll("missing", "ordinary user", "--user", "DATABASE_URL");
  }
}
