package dev.vitals.service.start;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.core.server.DefaultServerFactory;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
  private final DefaultServerFactory server = new DefaultServerFactory();

  @Test
  void anOlderJdkThatIsAskedForThemIsRefused() {
    server.setEnableVirtualThreads(true);

    assertThatThrownBy(() -> VirtualThreads.requireSupported(server, 17))
        .isInstanceOf(StartRefusedException.class)
        .hasMessage(
            "server.enableVirtualThreads (VITALS_VIRTUAL_THREADS) needs a JDK 21, this is a 17");
  }

  @Test
  void whoDoesNotAskForThemOrHasThemIsNot() {
    VirtualThreads.requireSupported(server, 17);
    server.setEnableVirtualThreads(true);
    VirtualThreads.requireSupported(server, 21);
  }
}
