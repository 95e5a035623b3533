package dev.vitals.domain.rollup;

import java.time.Instant;
import java.util.List;

/**
 * A range that can no longer be answered exactly: it cuts a quarter hour of which only the summary
 * is left. Answers are exact or not given.
 */
public final class UnanswerableRangeException extends RuntimeException {
  /** Which end of a range. */
  public enum Bound {
    START,
    END
  }

  /**
   * A bound that cuts a quarter hour.
   *
   * @param earlier the nearest moment before it that would do
   * @param later the nearest one after it
   */
  public record Cut(Bound bound, Instant earlier, Instant later) {}

  private final transient Instant horizon;
  private final transient List<Cut> cuts;

  public UnanswerableRangeException(Instant horizon, List<Cut> cuts) {
    super("the range cuts a quarter hour below the horizon");
    this.horizon = horizon;
    this.cuts = List.copyOf(cuts);
  }

  /** Below it there are no raw samples. */
  public Instant horizon() {
    return horizon;
  }

  /** One or both. */
  public List<Cut> cuts() {
    return cuts;
  }
}
