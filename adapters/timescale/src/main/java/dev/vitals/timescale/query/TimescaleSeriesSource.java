package dev.vitals.timescale.query;

import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.query.SeriesSource;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.series.SeriesPlan;
import dev.vitals.domain.series.UnanswerableBucketException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RangeForm;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Series, each with one statement, from what their summaries would come from. Planned and asked
 * again as {@link TimescaleSummarySource} does it.
 */
public final class TimescaleSeriesSource implements SeriesSource {
  private static final int ATTEMPTS = 5;

  private static final int MOST_COLUMNS = 500;

  private final Jdbi jdbi;
  private volatile @Nullable Duration samplesUpTo;
  private final MadeOnce<MetricCatalogue, MetricColumns> columns =
      new MadeOnce<>(MOST_COLUMNS, MetricColumns::new);
  private final AtomicReference<@Nullable RollupState> known = new AtomicReference<>();

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   * @param samplesUpTo as {@link TimescaleSummarySource} has it
   */
  public TimescaleSeriesSource(Jdbi jdbi, @Nullable Duration samplesUpTo) {
    this.jdbi = jdbi;
    this.samplesUpTo = samplesUpTo;
  }

  @Override
  public List<Summary> series(SeriesQuestion question) {
    return StoreErrors.translated(() -> jdbi.withHandle(handle -> series(handle, question)));
  }

  private List<Summary> series(Handle handle, SeriesQuestion question) {
    long upTo = samplesUpToMicros(handle);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RollupState planned = plannedFrom(handle, question, upTo);
      SeriesPlan plan = SeriesPlan.of(question.buckets(), planned.coverage(), upTo);
      SeriesQuery query = SeriesQuery.withoutMarks(columns.of(question.metrics()), plan);
      SeriesAnswer answer = query.ask(handle, question.userId(), plan);
      if (answer.hasMarkedDays()) {
        answer = query.withMarks().ask(handle, question.userId(), plan);
      }
      known.set(answer.state());
      if (answer.state().isRightFor(planned)) {
        return answer.buckets();
      }
    }
    throw new StoreUnavailableException(
        Reason.BUSY,
        new IllegalStateException("the rollups changed " + ATTEMPTS + " times under a question"));
  }

  /**
   * What an earlier answer saw, unless the series could not be answered from it: the database may
   * be another by now, with samples that this one had dropped.
   */
  private RollupState plannedFrom(Handle handle, SeriesQuestion question, long upTo) {
    RollupState remembered = known.get();
    if (remembered != null) {
      try {
        SeriesPlan.of(question.buckets(), remembered.coverage(), upTo);
        return remembered;
      } catch (UnanswerableRangeException | UnanswerableBucketException e) {
        // As far as was known then.
      }
    }
    return RollupStates.read(handle);
  }

  /** A migration sets up a database for what it is, so it stays what it is while we run. */
  private long samplesUpToMicros(Handle handle) {
    Duration decided = samplesUpTo;
    if (decided == null) {
      decided = RangeForm.on(handle).samplesUpTo();
      samplesUpTo = decided;
    }
    return decided.toNanos() / 1_000;
  }
}
