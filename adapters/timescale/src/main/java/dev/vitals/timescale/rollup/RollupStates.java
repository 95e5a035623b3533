package dev.vitals.timescale.rollup;

import dev.vitals.domain.time.EpochMicros;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/** Reads {@code health_metrics_rollup_state}, and moves the bounds that readers go by. */
public final class RollupStates {
  /** Timestamps have 53 bits: no sample is later, and the server calculates exactly up to here. */
  public static final long LATEST_MICROS = (1L << 53) - 1;

  private static final RollupState.Mapper MAPPER = new RollupState.Mapper();

  private RollupStates() {}

  public static RollupState read(Handle handle) {
    return handle
        .createQuery("select " + RollupState.COLUMNS + " from health_metrics_rollup_state")
        .map(MAPPER)
        .one();
  }

  /**
   * The same, and nobody changes it until the end of the transaction: no bound moves, and nothing
   * is rebuilt.
   */
  public static RollupState hold(Handle transaction) {
    return transaction
        .createQuery(
            "select " + RollupState.COLUMNS + " from health_metrics_rollup_state for share")
        .map(MAPPER)
        .one();
  }

  /**
   * Moves a bound that readers go by. Under another generation, or if somebody else moved it, the
   * work it stands for is void.
   */
  static void raise(Handle handle, String bound, RollupState seen, long fromMicros, long toMicros) {
    int moved =
        handle
            .createUpdate(
                "update health_metrics_rollup_state set "
                    + bound
                    + " = :to where generation = :generation and "
                    + bound
                    + " = :from")
            .bind("from", moment(fromMicros))
            .bind("to", moment(toMicros))
            .bind("generation", seen.generation())
            .execute();
    if (moved != 1) {
      throw new IllegalStateException(bound + " was moved by somebody else");
    }
  }

  /** For a parameter that the server makes a timestamp of. */
  public static long[] micros(LongStream epochMicros) {
    return epochMicros.map(micros -> Math.max(0, Math.min(micros, LATEST_MICROS))).toArray();
  }

  /** For a parameter. */
  public static OffsetDateTime moment(long epochMicros) {
    return EpochMicros.toInstant(epochMicros).atOffset(ZoneOffset.UTC);
  }
}
