package dev.vitals.timescale.query;

import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/**
 * The question for the newest value of each metric as one statement, hence one snapshot. Beside it
 * stands the state of the rollups, and from where to ask again.
 *
 * @param isFirstLook reads no samples below the watermark
 */
record LatestQuery(MetricColumns columns, boolean isFirstLook) {
  private static final int MOST_TEXTS = 200;

  private static final MadeOnce<LatestQuery, String> TEXTS =
      new MadeOnce<>(MOST_TEXTS, LatestText::of);

  /** What is recent. */
  static LatestAnswer first(
      Handle handle, MetricColumns columns, long userId, RollupCoverage coverage) {
    return new LatestQuery(columns, true).ask(handle, userId, coverage, coverage.daysBelowMicros());
  }

  /**
   * What is not older than a moment.
   *
   * @param fromMicros the first moment of a day, between the horizon and the watermark
   */
  static LatestAnswer since(
      Handle handle, MetricColumns columns, long userId, RollupCoverage coverage, long fromMicros) {
    return new LatestQuery(columns, false).ask(handle, userId, coverage, fromMicros);
  }

  private LatestAnswer ask(Handle handle, long userId, RollupCoverage coverage, long fromMicros) {
    return handle
        .createQuery(TEXTS.of(this))
        .bind("user", userId)
        .bind("recent", moment(coverage.daysBelowMicros()))
        .bind("horizon", moment(coverage.horizonMicros()))
        .bind("from", moment(fromMicros))
        .scanResultSet((rows, context) -> LatestAnswer.of(columns.catalogue(), rows.get()));
  }

  /** No sample is older than 1970, and PostgreSQL knows no moment that is much older. */
  private static OffsetDateTime moment(long boundMicros) {
    return RollupStates.moment(Math.max(0, boundMicros));
  }
}
