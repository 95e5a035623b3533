package dev.vitals.service.rollup;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.service.start.StartRefusedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollupsCommandTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void ofTwoClocksThatDifferNoneIsTrusted() {
    assertThatCode(() -> RollupsCommand.requireSameTime(NOW, NOW.minusSeconds(3_600)))
        .doesNotThrowAnyException();
    for (long seconds : new long[] {3_601, -3_601}) {
      assertThatThrownBy(() -> RollupsCommand.requireSameTime(NOW, NOW.plusSeconds(seconds)))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("the database's clock says 2026-01-01T12:00:00Z");
    }
  }
}
