package dev.vitals.timescale.query;

import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SummarySource;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Summaries from rollups where they are filled and from the rows of {@code health_metrics} where
 * they are not, or where late samples made them wrong.
 */
public final class TimescaleSummarySource implements SummarySource {
  private final Jdbi jdbi;
  private final Planning planning;

  /**
   * @param jdbi configured by {@link dev.vitals.timescale.TimescaleJdbi}
   * @param samplesUpTo as {@link Planning} has it
   */
  public TimescaleSummarySource(Jdbi jdbi, @Nullable Duration samplesUpTo, RemovedUsers removed) {
    this.jdbi = jdbi;
    this.planning = new Planning(samplesUpTo, removed);
  }

  /** A question, and how it is answered. */
  private record Planned(int number, long userId, RangePlan plan) {}

  @Override
  public List<Summary> summarize(List<RangeQuestion> questions) {
    return StoreErrors.translated(
        () -> jdbi.<List<Summary>, SQLException>withHandle(handle -> summarize(handle, questions)));
  }

  private List<Summary> summarize(Handle handle, List<RangeQuestion> questions)
      throws SQLException {
    Map<Integer, Summary> answers = new HashMap<>();
    RangeForm form = planning.form(handle);
    long samplesUpToMicros = planning.samplesUpToMicros(handle);
    for (int attempt = 1; attempt <= Planning.ATTEMPTS; attempt++) {
      RollupState state = planning.state(handle);
      for (Map.Entry<RangeQuery, List<Planned>> alike :
          unanswered(questions, answers.keySet(), state, form, samplesUpToMicros).entrySet()) {
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
    throw Planning.changedTooOften();
  }

  /** By statement. */
  private Map<RangeQuery, List<Planned>> unanswered(
      List<RangeQuestion> questions,
      Set<Integer> answered,
      RollupState state,
      RangeForm form,
      long samplesUpToMicros) {
    Map<RangeQuery, List<Planned>> byQuery = new LinkedHashMap<>();
    for (int number = 0; number < questions.size(); number++) {
      if (!answered.contains(number)) {
        RangeQuestion question = questions.get(number);
        RangePlan plan = RangePlan.of(question.range(), state.coverage(), samplesUpToMicros);
        RangeQuery query =
            RangeQuery.withoutMarks(planning.columns(question.metrics()), form, plan.sources());
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
      Map<Integer, Summary> answers)
      throws SQLException {
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

  private RangeAnswers ask(Handle handle, RangeQuery query, List<Planned> alike)
      throws SQLException {
    long[] userIds = alike.stream().mapToLong(Planned::userId).toArray();
    RangeAnswers answers = query.ask(handle, userIds, alike.stream().map(Planned::plan).toList());
    planning.saw(handle, answers.state(), userIds);
    return answers;
  }
}
