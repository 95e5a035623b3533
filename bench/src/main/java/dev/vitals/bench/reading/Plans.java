package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.Arguments;
import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.Measurement;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.query.RangeForm;
import dev.vitals.timescale.query.RangeQuery;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** {@code EXPLAIN} of the typical questions. */
public final class Plans implements Measurement {
  private static final long UNKNOWN_USER = 999_999_999;

  private static final MetricColumns COLUMNS = new MetricColumns(MetricCatalogue.SHIPPED);

  private final BenchDatabase database;
  private final History history;

  public Plans(BenchDatabase database, Arguments arguments) {
    this.database = database;
    this.history = new History(database, ReadingSettings.of(arguments));
  }

  @Override
  public void run() throws Exception {
    history.load();
    database.maintenance().refresh();
    database.maintenance().compress();
    database.execute(
        "insert into health_metrics_late_days select 2, date_trunc('day', timestamptz '"
            + history.end().minus(Duration.ofDays(3))
            + "', 'UTC')");
    database.execute("vacuum analyze");
    print(
        "%s, %,d samples",
        database.maintenance().status().database().describe(), history.samples());
    Instant monday = history.end().minus(Duration.ofDays(4)).plusSeconds(420);
    Instant lastYear = history.end().minus(History.YEAR).plusSeconds(420);
    TimeRange year = new TimeRange(lastYear, history.end().minusSeconds(900 - 420));
    try (Handle handle = database.jdbi().open()) {
      explain(handle, "An hour", 1, new TimeRange(monday, monday.plus(Duration.ofHours(1))), false);
      explain(handle, "A day", 1, new TimeRange(monday, monday.plus(Duration.ofDays(1))), false);
      explain(handle, "A year", history.lastUser(), year, false);
      explain(
          handle,
          "Two days of a user with a marked day",
          2,
          new TimeRange(monday, monday.plus(Duration.ofDays(2))),
          true);
      explain(handle, "A year of an unknown user", UNKNOWN_USER, year, false);
    }
  }

  private static void explain(
      Handle handle, String title, long userId, TimeRange range, boolean withMarks) {
    RangeForm form = RangeForm.on(handle);
    RangePlan plan =
        RangePlan.of(
            range, RollupStates.read(handle).coverage(), form.samplesUpTo().toNanos() / 1_000);
    List<Source> sources = plan.sources();
    RangeQuery unmarked = RangeQuery.withoutMarks(COLUMNS, form, sources);
    RangeQuery query = withMarks ? unmarked.withMarks() : unmarked;
    print("%n## %s%n%n%s parts: %s%n%n```", title, sources.size(), sources);
    long[] users = {userId};
    for (int warm = 0; warm < 3; warm++) {
      query.ask(handle, users, List.of(plan));
    }
    query
        .bind(
            handle.createQuery(
                "explain (analyze, costs off, timing off, summary on) " + query.sql(1)),
            users,
            List.of(plan))
        .mapTo(String.class)
        .forEach(line -> print("%s", line));
    print("```");
  }
}
