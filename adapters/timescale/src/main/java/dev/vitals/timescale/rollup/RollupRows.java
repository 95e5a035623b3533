package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.kind.DatabaseKind;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Takes a user's rows out of the rollups, and the corrections that stand in their place.
 *
 * <p>Users and bounds stand in the texts: of the columnstore only batches that they leave are
 * decompressed, which TimescaleDB tells by constants alone, and a text is not asked again.
 */
public final class RollupRows {
  /** What a transaction begins with that changes much of the columnstore. */
  public static final String DECOMPRESSING =
      "set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0";

  private static final List<String> LEVELS = List.of("15m", "1d");

  /** Moments in microseconds, which {@code :days} has. */
  static final String DAYS =
      """
      array(select timestamptz 'epoch' + micros * interval '1 microsecond'
            from unnest(:days::bigint[]) as given (micros))
      """;

  private static final long DAY_MICROS = RollupLevel.DAY.ceiling(1);

  private final Handle transaction;
  private final DatabaseKind kind;

  /** Within a transaction that began with {@link #DECOMPRESSING}. */
  public RollupRows(Handle transaction, DatabaseKind kind) {
    this.transaction = transaction;
    this.kind = kind;
  }

  /**
   * All there is of some days, of both levels.
   *
   * @param daysMicros their starts
   */
  public void deleteDays(long userId, Collection<Long> daysMicros) {
    if (daysMicros.isEmpty()) {
      return;
    }
    String ofDays =
        where(userId, Collections.min(daysMicros), Collections.max(daysMicros) + DAY_MICROS)
            + " and date_bin(interval '24 hours', bucket, timestamptz 'epoch') = any ("
            + DAYS
            + ")";
    long[] days = days(daysMicros);
    for (String level : LEVELS) {
      for (String table : tables(level)) {
        transaction.createUpdate("delete from " + table + ofDays).bind("days", days).execute();
      }
    }
  }

  /**
   * All that begins within a time.
   *
   * @param level as it stands in the names of tables
   */
  public void delete(String level, long userId, long startMicros, long endMicros) {
    for (String table : tables(level)) {
      transaction.execute("delete from " + table + where(userId, startMicros, endMicros));
    }
  }

  private List<String> tables(String level) {
    String rollup = "health_metrics_" + level;
    return List.of(kind.tableOf(transaction, rollup), rollup + "_corrections");
  }

  private static String where(long userId, long startMicros, long endMicros) {
    return " where user_id = %d and bucket >= %s and bucket < %s"
        .formatted(userId, literal(startMicros), literal(endMicros));
  }

  /** For a parameter. */
  static long[] days(Collection<Long> daysMicros) {
    return daysMicros.stream().mapToLong(Long::longValue).toArray();
  }

  /** A moment in microseconds since 1970, as it stands in SQL. */
  public static String literal(long epochMicros) {
    return "timestamptz '" + EpochMicros.toInstant(epochMicros) + "'";
  }
}
