package dev.vitals.simulator.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps the JVM until the run that Ctrl-C ended has said what it did. */
final class StopHook implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  StopHook(Stop stop) {
    hook =
        new Thread(
            () -> {
              stop.press();
              try {
                over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: the JVM ends as soon as it returns.
    }
  }
}
