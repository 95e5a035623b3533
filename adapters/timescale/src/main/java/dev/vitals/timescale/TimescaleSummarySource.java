package dev.vitals.timescale;

import dev.vitals.application.query.SummarySource;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.rollup.RangeAnswer;
import dev.vitals.timescale.rollup.RangeQuery;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Summaries from rollups where they are filled and from the rows of {@code health_metrics} where
 * they are not, or where late samples made them wrong.
 *
 * <p>The plan is made from the state of the rollups as an earlier answer saw it, which saves asking
 * for it. Its bounds grow, so an older one is as right as a new one, with three exceptions that the
 * answer itself tells, since it carries the state of its own snapshot: the rollups were rebuilt
 * (another generation), the watermark was brought back (a bound below the plan's), or samples were
 * dropped that the plan counts on (a later horizon). Then the question is asked again.
 */
public final class TimescaleSummarySource implements SummarySource {
  /** More than one takes a rebuild or a retention run between each two. */
  private static final int ATTEMPTS = 5;

  private final Jdbi jdbi;
  private final long samplesUpToMicros;
  private final AtomicReference<@Nullable RollupState> known = new AtomicReference<>();

  /**
   * @param jdbi configured by {@link TimescaleJdbi}
   * @param samplesUpTo ranges no longer than this, and so short edges of longer ones, are read from
   *     samples
   */
  public TimescaleSummarySource(Jdbi jdbi, Duration samplesUpTo) {
    this.jdbi = jdbi;
    this.samplesUpToMicros = samplesUpTo.toNanos() / 1_000;
  }

  @Override
  public Summary summarize(long userId, TimeRange range) {
    return StoreErrors.translated(
        () -> jdbi.withHandle(handle -> summarize(handle, userId, range)));
  }

  private Summary summarize(Handle handle, long userId, TimeRange range) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RollupState planned = known.get();
      if (planned == null) {
        planned = RollupStates.read(handle);
      }
      RangePlan plan = RangePlan.of(range, planned.coverage(), samplesUpToMicros);
      RangeAnswer answer = RangeQuery.withoutMarks(plan).ask(handle, userId);
      if (answer.hasMarkedDays()) {
        answer = RangeQuery.withMarks(plan).ask(handle, userId);
      }
      known.set(answer.state());
      if (answer.isRightFor(planned)) {
        return answer.summary();
      }
    }
    throw new StoreUnavailableException(
        Reason.BUSY,
        new IllegalStateException("the rollups changed " + ATTEMPTS + " times under a question"));
  }
}
