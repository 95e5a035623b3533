package dev.vitals.timescale.query;

import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.metrics.MadeOnce;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.rollup.RangeAnswers;
import dev.vitals.timescale.rollup.RangeForm;
import dev.vitals.timescale.rollup.RangeQuery;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
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

  private static final int MOST_COLUMNS = 500;

  private final Jdbi jdbi;

  /** Of what is asked for: all metrics, and now and then some of them. */
  private final MadeOnce<MetricCatalogue, MetricColumns> columns =
      new MadeOnce<>(MOST_COLUMNS, MetricColumns::new);

  private final @Nullable Duration samplesUpTo;
  private final AtomicReference<@Nullable RollupState> known = new AtomicReference<>();
  private volatile @Nullable RangeForm form;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   * @param samplesUpTo ranges no longer than this, and so short edges of longer ones, are read from
   *     samples; null for what is fastest on the kind of database
   */
  public TimescaleSummarySource(Jdbi jdbi, @Nullable Duration samplesUpTo) {
    this.jdbi = jdbi;
    this.samplesUpTo = samplesUpTo;
  }

  /** A question, and how it is answered. */
  private record Planned(int number, long userId, RangePlan plan) {}

  @Override
  public List<Summary> summarize(List<RangeQuestion> questions) {
    return StoreErrors.translated(() -> jdbi.withHandle(handle -> summarize(handle, questions)));
  }

  private List<Summary> summarize(Handle handle, List<RangeQuestion> questions) {
    Map<Integer, Summary> answers = new HashMap<>();
    RangeForm form = form(handle);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      RollupState state = known.get();
      if (state == null) {
        state = RollupStates.read(handle);
      }
      for (Map.Entry<RangeQuery, List<Planned>> alike :
          unanswered(questions, answers.keySet(), state, form).entrySet()) {
        RangeQuery query = alike.getKey();
        List<Planned> all = alike.getValue();
        int together = Math.min(query.mostQuestions(), all.size());
        for (int from = 0; from < all.size(); from += together) {
          int to = Math.min(from + together, all.size());
          answer(handle, query, all.subList(from, to), state, answers);
        }
      }
      if (answers.size() == questions.size()) {
        return IntStream.range(0, questions.size()).mapToObj(answers::get).toList();
      }
    }
    throw new StoreUnavailableException(
        Reason.BUSY,
        new IllegalStateException("the rollups changed " + ATTEMPTS + " times under a question"));
  }

  /** By statement. */
  private Map<RangeQuery, List<Planned>> unanswered(
      List<RangeQuestion> questions, Set<Integer> answered, RollupState state, RangeForm form) {
    Duration upTo = samplesUpTo == null ? form.samplesUpTo() : samplesUpTo;
    long samplesUpToMicros = upTo.toNanos() / 1_000;
    Map<RangeQuery, List<Planned>> byQuery = new LinkedHashMap<>();
    for (int number = 0; number < questions.size(); number++) {
      if (!answered.contains(number)) {
        RangeQuestion question = questions.get(number);
        RangePlan plan = RangePlan.of(question.range(), state.coverage(), samplesUpToMicros);
        RangeQuery query =
            RangeQuery.withoutMarks(columns.of(question.metrics()), form, plan.sources());
        byQuery
            .computeIfAbsent(query, first -> new ArrayList<>())
            .add(new Planned(number, question.userId(), plan));
      }
    }
    return byQuery;
  }

  /** Adds the answers that are right. */
  private void answer(
      Handle handle,
      RangeQuery query,
      List<Planned> alike,
      RollupState state,
      Map<Integer, Summary> answers) {
    RangeAnswers first = ask(handle, query, alike);
    List<Planned> marked = new ArrayList<>();
    for (int i = 0; i < alike.size(); i++) {
      if (first.hasMarkedDays(i)) {
        marked.add(alike.get(i));
      } else if (first.state().isRightFor(state)) {
        answers.put(alike.get(i).number(), first.summary(i));
      }
    }
    if (marked.isEmpty()) {
      return;
    }
    RangeAnswers second = ask(handle, query.withMarks(), marked);
    for (int i = 0; i < marked.size() && second.state().isRightFor(state); i++) {
      answers.put(marked.get(i).number(), second.summary(i));
    }
  }

  private RangeAnswers ask(Handle handle, RangeQuery query, List<Planned> alike) {
    RangeAnswers answers =
        query.ask(
            handle,
            alike.stream().mapToLong(Planned::userId).toArray(),
            alike.stream().map(Planned::plan).toList());
    known.set(answers.state());
    return answers;
  }

  /** A migration sets up a database for what it is, so it stays what it is while we run. */
  private RangeForm form(Handle handle) {
    RangeForm decided = form;
    if (decided == null) {
      decided = RangeForm.on(handle);
      form = decided;
    }
    return decided;
  }
}
