package dev.vitals.service.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsCheckTest {
  private static final int THREADS = 8;

  private final Server server = new Server(new QueuedThreadPool(THREADS));
  private final RequestsCheck check = new RequestsCheck();
  private final CountDownLatch held = new CountDownLatch(1);

  @BeforeEach
  void start() throws Exception {
    server.addConnector(new ServerConnector(server));
    server.start();
    check.serverStarted(server);
  }

  @AfterEach
  void stop() throws Exception {
    held.countDown();
    server.stop();
  }

  @Test
  void aServerThatHasNothingToDoPicksUp() {
    assertThat(check.execute().isHealthy()).isTrue();
    assertThat(check.waitSeconds()).isLessThan(1);
  }

  @Test
  void threadsThatAreAllHeld() {
    for (int i = 0; i < THREADS; i++) {
      server.getThreadPool().execute(this::hold);
    }

    assertRedUntilLetGo();
  }

  @Test
  void theThreadThatReadsIsHeld() {
    server
        .getContainedBeans(ManagedSelector.class)
        .forEach(selector -> selector.submit(open -> hold()));

    assertRedUntilLetGo();
  }

  private void assertRedUntilLetGo() {
    assertThat(check.execute().getMessage()).startsWith("requests wait for a thread for ");
    assertThat(check.waitSeconds()).isGreaterThan(1);
    held.countDown();
    await().until(() -> check.execute().isHealthy());
  }

  private void hold() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
