package dev.vitals.timescale.query;

import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.LatestSource;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Newest values, from the samples that carry them: of older ones the daily rollup tells on which
 * day to look.
 */
public final class TimescaleLatestSource implements LatestSource {
  private final Jdbi jdbi;
  private final Planning planning;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   */
  public TimescaleLatestSource(Jdbi jdbi, RemovedUsers removed) {
    this.jdbi = jdbi;
    // Whatever it says of ranges does not matter here.
    this.planning = new Planning(null, removed);
  }

  @Override
  public LatestValues latest(LatestQuestion question) {
    return StoreErrors.translated(
        () -> jdbi.<LatestValues, SQLException>withHandle(handle -> latest(handle, question)));
  }

  private LatestValues latest(Handle handle, LatestQuestion question) throws SQLException {
    MetricColumns columns = planning.columns(question.metrics());
    for (int attempt = 1; attempt <= Planning.ATTEMPTS; attempt++) {
      RollupState state = planning.state(handle);
      LatestAnswer answer = answer(handle, columns, question.userId(), state);
      planning.saw(handle, answer.state(), question.userId());
      if (answer.state().isRightFor(state)) {
        return answer.values();
      }
    }
    throw Planning.changedTooOften();
  }

  /**
   * A hypertable is planned for each time, chunk by chunk where samples of any age may be read. So
   * there a first look comes before, which suffices for metrics that are recent or were never sent,
   * and tells from where on to plan for others. If a day has not what it should have, as when
   * somebody has written past us, all are looked into.
   */
  private LatestAnswer answer(
      Handle handle, MetricColumns columns, long userId, RollupState state) {
    RollupCoverage coverage = state.coverage();
    if (planning.form(handle) == RangeForm.BRANCHES) {
      LatestAnswer first = LatestQuery.first(handle, columns, userId, coverage);
      if (first.olderMicros().isEmpty()) {
        return first;
      }
      long from = first.olderMicros().getAsLong();
      LatestAnswer second = LatestQuery.since(handle, columns, userId, coverage, from);
      if (second.olderMicros().isEmpty()) {
        return second;
      }
    }
    return LatestQuery.since(handle, columns, userId, coverage, coverage.horizonMicros());
  }
}
