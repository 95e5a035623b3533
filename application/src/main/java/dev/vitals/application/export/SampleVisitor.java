package dev.vitals.application.export;

import dev.vitals.domain.sample.SampleBatch;
import java.time.Instant;
import java.util.Optional;

/** Is told samples one after the other, by one thread, which it may hold up. */
public interface SampleVisitor {
  /**
   * Comes once, before the first sample, and when there is none.
   *
   * @param keptFrom if the range begins before it: older samples are dropped by retention, and
   *     those that are still there are not told
   */
  void begin(Optional<Instant> keptFrom);

  /**
   * @param timestampMicros since 1970, greater than the one before
   * @param values a value a metric asked for, in its units of 10<sup>-decimals</sup>, or {@link
   *     SampleBatch#ABSENT}; at least one is there. The same array each time, to be read before
   *     this returns
   * @return whether another one is wanted
   * @throws RecipientGoneException they cannot be taken any more
   */
  boolean sample(long timestampMicros, int[] values);
}
