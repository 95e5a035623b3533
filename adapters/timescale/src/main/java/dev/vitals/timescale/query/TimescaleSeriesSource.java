package dev.vitals.timescale.query;

import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.query.SeriesSource;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.series.SeriesPlan;
import dev.vitals.domain.series.UnanswerableBucketException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Series, each with one statement, from what their summaries would come from. */
public final class TimescaleSeriesSource implements SeriesSource {
  /** So many quarter hours a bucket take longer to be grouped than a window to be looked up. */
  private static final int WINDOWS_FROM = 24;

  private final Jdbi jdbi;
  private final Planning planning;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   * @param samplesUpTo as {@link Planning} has it
   */
  public TimescaleSeriesSource(Jdbi jdbi, @Nullable Duration samplesUpTo, RemovedUsers removed) {
    this.jdbi = jdbi;
    this.planning = new Planning(samplesUpTo, removed);
  }

  private record Planned(RollupState state, SeriesPlan plan) {}

  @Override
  public List<Summary> series(SeriesQuestion question) {
    return StoreErrors.translated(
        () -> jdbi.<List<Summary>, SQLException>withHandle(handle -> series(handle, question)));
  }

  private List<Summary> series(Handle handle, SeriesQuestion question) throws SQLException {
    for (int attempt = 1; attempt <= Planning.ATTEMPTS; attempt++) {
      Planned planned = planned(handle, question);
      SeriesPlan plan = planned.plan();
      SeriesQuery query = SeriesQuery.withoutMarks(planning.columns(question.metrics()), plan);
      SeriesAnswer answer = query.ask(handle, question.userId(), plan);
      if (answer.hasMarkedDays()) {
        answer = query.withMarks().ask(handle, question.userId(), plan);
      }
      planning.saw(handle, answer.state(), question.userId());
      if (answer.state().isRightFor(planned.state())) {
        return answer.buckets();
      }
    }
    throw Planning.changedTooOften();
  }

  /**
   * From what is known, unless the series could not be answered then: the database may be another
   * by now, with samples that the one before had dropped.
   */
  private Planned planned(Handle handle, SeriesQuestion question) {
    RollupState known = planning.known();
    if (known != null) {
      try {
        return planned(handle, question, known);
      } catch (UnanswerableRangeException | UnanswerableBucketException e) {
        // As far as was known.
      }
    }
    return planned(handle, question, RollupStates.read(handle));
  }

  private Planned planned(Handle handle, SeriesQuestion question, RollupState state) {
    long samplesUpTo = planning.samplesUpToMicros(handle);
    SeriesPlan whole = SeriesPlan.of(question.buckets(), state.coverage(), samplesUpTo);
    boolean inWindows =
        planning.form(handle) == RangeForm.ROWS
            && whole.quarterHours() >= (long) WINDOWS_FROM * question.buckets().size();
    return new Planned(
        state,
        inWindows
            ? SeriesPlan.inWindows(question.buckets(), state.coverage(), samplesUpTo)
            : whole);
  }
}
