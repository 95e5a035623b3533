package dev.vitals.timescale.rollup;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.error.UnknownProtocolException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The row of {@code health_metrics_rollup_state}, as one statement saw it.
 *
 * @param markedBelowMicros whoever writes below it marks
 * @param columnarBelowMicros chunks below it may be in the columnstore
 * @param removedUsers how many names of users were removed
 */
public record RollupState(
    int protocol,
    int generation,
    RollupCoverage coverage,
    long markedBelowMicros,
    long columnarBelowMicros,
    long removedUsers) {

  /** The one this code follows. */
  public static final int PROTOCOL = 3;

  /** Its columns, for whoever reads them along with something else. */
  public static final String COLUMNS =
      "protocol, generation, marked_below, read_below_15m, read_below_1d, horizon, columnar_below,"
          + " removed_users";

  /**
   * @throws UnknownProtocolException a newer service has set the database up
   */
  public RollupState {
    if (protocol != PROTOCOL) {
      throw new UnknownProtocolException(protocol, PROTOCOL);
    }
  }

  /**
   * Whether answers that were given in this state, to plans made from an earlier one, are right.
   * Bounds only grow, so an older one is as right as a new one, unless the rollups were made anew
   * or samples were dropped that the plan counts on; or the watermark was brought back, or the
   * database is an older one, as after a failover.
   */
  public boolean isRightFor(RollupState planned) {
    return planned.generation == generation
        && planned.coverage.horizonMicros() == coverage.horizonMicros()
        && planned.coverage.quarterHoursBelowMicros() <= coverage.quarterHoursBelowMicros()
        && planned.coverage.daysBelowMicros() <= coverage.daysBelowMicros();
  }

  public boolean isMarked(long timestampMicros) {
    return timestampMicros < markedBelowMicros;
  }

  /** From here on a sample is merged, and nothing else is to be done about it. */
  public long recentFromMicros() {
    return Math.max(Math.max(markedBelowMicros, columnarBelowMicros), coverage.horizonMicros());
  }

  public Instant horizon() {
    return EpochMicros.toInstant(coverage.horizonMicros());
  }

  /** Of the columns that {@link #COLUMNS} names. */
  public static RollupState of(ResultSet row) throws SQLException {
    return new RollupState(
        row.getInt("protocol"),
        row.getInt("generation"),
        new RollupCoverage(
            micros(row, "read_below_15m"), micros(row, "read_below_1d"), micros(row, "horizon")),
        micros(row, "marked_below"),
        micros(row, "columnar_below"),
        row.getLong("removed_users"));
  }

  private static long micros(ResultSet row, String column) throws SQLException {
    OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
    // How the driver says -infinity.
    return moment.equals(OffsetDateTime.MIN)
        ? RollupCoverage.NEVER
        : EpochMicros.of(moment.toInstant());
  }

  /** For JDBI. */
  public static final class Mapper implements RowMapper<RollupState> {
    @Override
    public RollupState map(ResultSet row, StatementContext context) throws SQLException {
      return of(row);
    }
  }
}
