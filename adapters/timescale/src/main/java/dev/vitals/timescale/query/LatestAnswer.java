package dev.vitals.timescale.query;

import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.rollup.RollupState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one statement saw.
 *
 * @param state of the rollups, in the same snapshot
 * @param olderMicros from where to look for what is not found; empty where nothing is left to find
 */
record LatestAnswer(RollupState state, LatestValues values, OptionalLong olderMicros) {
  /** A row a metric, and one for the newest sample. */
  static LatestAnswer of(MetricCatalogue catalogue, ResultSet rows) throws SQLException {
    RollupState state = null;
    List<Optional<LatestValue>> values =
        new ArrayList<>(Collections.nCopies(catalogue.size() + 1, Optional.empty()));
    List<Long> older = new ArrayList<>();
    while (rows.next()) {
      state = RollupState.of(rows);
      moment(rows, "_older").ifPresent(older::add);
      values.set(rows.getInt("_n") - 1, value(rows));
    }
    if (state == null) {
      throw new IllegalStateException("health_metrics_rollup_state has no row");
    }
    boolean hasSamples = values.get(catalogue.size()).isPresent();
    return new LatestAnswer(
        state,
        new LatestValues(catalogue, hasSamples, values.subList(0, catalogue.size())),
        older.stream().mapToLong(Long::longValue).min());
  }

  private static Optional<LatestValue> value(ResultSet row) throws SQLException {
    int value = row.getInt("_value");
    return moment(row, "timestamp").map(timestamp -> new LatestValue(timestamp, value));
  }

  private static Optional<Long> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(moment -> EpochMicros.of(moment.toInstant()));
  }
}
