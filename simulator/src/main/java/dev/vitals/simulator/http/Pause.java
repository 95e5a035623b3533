package dev.vitals.simulator.http;

import java.time.Duration;

/** How a client waits before it tries again. */
public interface Pause {
  /**
   * @return false if the run is to end, so that waiting is over and trying again is pointless
   */
  boolean last(Duration length) throws InterruptedException;
}
