package dev.vitals.bench.rig;

/** One of what {@code bench/run} can be told to measure. Prints what it finds. */
public interface Measurement {
  /**
   * @throws Exception what was measured is void
   */
  void run() throws Exception;
}
