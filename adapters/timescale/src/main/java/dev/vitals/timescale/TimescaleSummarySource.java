package dev.vitals.timescale;

import dev.vitals.application.query.SummarySource;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;

/** Summaries from the raw rows of {@code health_metrics}. */
public final class TimescaleSummarySource implements SummarySource {
  private final HealthMetricsDao healthMetrics;

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   */
  public TimescaleSummarySource(Jdbi jdbi) {
    healthMetrics = jdbi.onDemand(HealthMetricsDao.class);
  }

  @Override
  public Summary summarize(long userId, TimeRange range) {
    return StoreErrors.translated(
        () ->
            healthMetrics.summarize(
                userId,
                range.start().atOffset(ZoneOffset.UTC),
                range.end().atOffset(ZoneOffset.UTC)));
  }
}
