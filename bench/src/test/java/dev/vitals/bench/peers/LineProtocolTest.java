package dev.vitals.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineProtocolTest {
  @Test
  void aRecordIsALineOfWholeNumbers() {
    StringBuilder lines = new StringBuilder();
    LineProtocol.append(lines, 7, 61, 0, 1_250, 1_794_700_800_000L);
    LineProtocol.append(lines, 1_000_000, 99, 12, 3_599, 1_794_700_860_000L);

    assertThat(lines)
        .hasToString(
            """
            health,user=7 heart_rate=61i,steps=0i,calories=1250i 1794700800000
            health,user=1000000 heart_rate=99i,steps=12i,calories=3599i 1794700860000
            """);
  }
}
