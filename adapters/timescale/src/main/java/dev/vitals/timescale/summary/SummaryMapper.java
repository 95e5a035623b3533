package dev.vitals.timescale.summary;

import dev.vitals.domain.summary.Summary;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * A row of partial aggregates. SQL's null for the extremes of nothing becomes Summary's identity.
 */
public final class SummaryMapper implements RowMapper<Summary> {
  @Override
  public Summary map(ResultSet row, StatementContext context) throws SQLException {
    return of(row);
  }

  /** Of the columns that {@link SummaryColumns#NAMES} names. */
  public static Summary of(ResultSet row) throws SQLException {
    long heartRateCount = row.getLong("heart_rate_count");
    return new Summary(
        row.getLong("samples"),
        heartRateCount,
        row.getLong("heart_rate_sum"),
        heartRateCount == 0 ? Integer.MAX_VALUE : row.getInt("heart_rate_min"),
        heartRateCount == 0 ? Integer.MIN_VALUE : row.getInt("heart_rate_max"),
        row.getLong("steps_count"),
        row.getLong("steps_sum"),
        row.getLong("calories_count"),
        row.getLong("calories_sum"));
  }
}
