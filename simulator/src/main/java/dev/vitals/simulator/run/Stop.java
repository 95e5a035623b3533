package dev.vitals.simulator.run;

import dev.vitals.simulator.http.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: whoever waits stops waiting. */
final class Stop implements Pause {
  private final CountDownLatch pressed = new CountDownLatch(1);

  void press() {
    pressed.countDown();
  }

  boolean isPressed() {
    return pressed.getCount() == 0;
  }

  @Override
  public boolean last(Duration length) throws InterruptedException {
    return !pressed.await(length.toNanos(), TimeUnit.NANOSECONDS);
  }
}
