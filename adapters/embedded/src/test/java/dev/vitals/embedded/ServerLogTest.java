package dev.vitals.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path temp;

  @Test
  void growsNoLongerThanItsBoundWhileTheServerGoesOnWriting() throws Exception {
    ServerLog log = new ServerLog(temp.resolve("postgres.log"));
    byte[] much = "a line\n".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream server =
        Files.newOutputStream(log.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int i = 0; i < 4; i++) {
        server.write(much);
        log.keepBounded();
        assertThat(log.size()).isLessThanOrEqualTo(ServerLog.MAX_BYTES);
      }
      server.write("last".getBytes(StandardCharsets.US_ASCII));
    }
    assertThat(log.since(0)).isEqualTo("last");
    assertThat(temp.resolve("postgres.log.1")).hasSize(2L * much.length);
  }

  @Test
  void beforeTheServerWroteAnythingItIsEmpty() throws Exception {
    ServerLog log = new ServerLog(temp.resolve("absent"));
    log.keepBounded();
    assertThat(log.size()).isZero();
    assertThat(log.since(0)).isEmpty();
  }
}
