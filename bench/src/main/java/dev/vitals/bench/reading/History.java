package dev.vitals.bench.reading;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.domain.time.TimeRange;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;

/**
 * A year of samples that ends below the watermark. Users 1 to n have a sample an hour and, on the
 * last days, one a minute; those behind them one a minute all along. A fifth of the minutes has
 * steps, as of somebody who is awake and moves now and then.
 */
final class History {
  static final Duration YEAR = Duration.ofDays(364);

  private static final String INSERT =
      """
      insert into health_metrics
      select user_id, moment,
             60 + (20 * sin(extract(epoch from moment) / 5000 + user_id))::smallint
                + (random() * 9)::smallint,
             case when random() < 0.2 then (random() * 110)::integer else 0 end,
             (1100 + random() * 2500)::integer
      from generate_series(timestamptz '%s', timestamptz '%s', interval '%s') moment,
           generate_series(%d, %d) user_id
      order by user_id, moment
      """;

  private final BenchDatabase database;
  private final ReadingSettings settings;
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(15));

  History(BenchDatabase database, ReadingSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  void load() throws SQLException {
    Instant start = end.minus(YEAR);
    Instant dense = end.minus(Duration.ofDays(settings.days()));
    // A week a time: what is sorted stays in memory.
    for (Instant week = start; week.isBefore(end); week = week.plus(Duration.ofDays(7))) {
      Instant next = week.plus(Duration.ofDays(7));
      boolean isDense = !week.isBefore(dense);
      insert(week, next, isDense ? "1 minute" : "1 hour", 1, settings.users());
      insert(week, next, "1 minute", settings.users() + 1, lastUser());
    }
    database.execute("analyze health_metrics");
  }

  private void insert(Instant start, Instant end, String every, int first, int last)
      throws SQLException {
    database.execute(INSERT.formatted(start, end.minusSeconds(1), every, first, last));
  }

  long samples() {
    return Long.parseLong(database.one("select count(*) from health_metrics"));
  }

  int lastUser() {
    return settings.users() + settings.yearUsers();
  }

  int anyUser(RandomGenerator random) {
    return 1 + random.nextInt(settings.users());
  }

  int anyYearUser(RandomGenerator random) {
    return settings.users() + 1 + random.nextInt(settings.yearUsers());
  }

  /** Of the length, among the days with a sample a minute, from any minute on. */
  TimeRange anyDense(RandomGenerator random, Duration length) {
    return any(random, Duration.ofDays(settings.days()), length);
  }

  /** Within the year, from any minute on. */
  TimeRange any(RandomGenerator random, Duration length) {
    return any(random, YEAR, length);
  }

  private TimeRange any(RandomGenerator random, Duration within, Duration length) {
    long minutes = within.minus(length).toMinutes();
    Instant start = end.minus(within).plus(Duration.ofMinutes(random.nextLong(minutes + 1)));
    return new TimeRange(start, start.plus(length));
  }

  /** All of the year but its first and last day, from any minute on. */
  TimeRange anyYear(RandomGenerator random) {
    return any(random, YEAR.minus(Duration.ofDays(2)));
  }

  Instant end() {
    return end;
  }
}
