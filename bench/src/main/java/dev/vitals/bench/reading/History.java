package dev.vitals.bench.reading;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.domain.time.TimeRange;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A year of samples that ends below the watermark. Users 1 to n have a sample an hour and, on the
 * last days, one a minute; those behind them one a minute all along. What they hold is {@link
 * HistoryFormula}.
 */
final class History {
  static final Duration YEAR = Duration.ofDays(364);

  private static final String INSERT =
      """
      insert into health_metrics (user_id, timestamp, heart_rate, steps, calories)
      select user_id, to_timestamp(minute * 60), HEART_RATE, STEPS, CALORIES
      from (select user_id, minute, NOISE as noise
            from generate_series(%d::bigint, %d, %d) minute,
                 generate_series(%d::bigint, %d) user_id offset 0) noisy
      order by user_id, minute
      """;

  private final BenchDatabase database;
  private final ReadingSettings settings;
  private final Instant end = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(15));

  History(BenchDatabase database, ReadingSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  void load() throws SQLException {
    for (Stretch stretch : stretches()) {
      database.execute(stretch.insert());
    }
    database.execute("analyze health_metrics");
  }

  /**
   * Samples at equal distances of some users.
   *
   * @param endMinute not included
   */
  record Stretch(long startMinute, long endMinute, int everyMinutes, int firstUser, int lastUser) {
    private String insert() {
      // The formula last: it is full of signs that mean something to String.format.
      return INSERT
          .formatted(startMinute, endMinute - 1, everyMinutes, firstUser, lastUser)
          .replace("HEART_RATE", HistoryFormula.HEART_RATE_SQL)
          .replace("STEPS", HistoryFormula.STEPS_SQL)
          .replace("CALORIES", HistoryFormula.CALORIES_SQL)
          .replace("NOISE", HistoryFormula.NOISE_SQL);
    }
  }

  /** All of it, a week a time: what is sorted stays in memory. */
  List<Stretch> stretches() {
    List<Stretch> all = new ArrayList<>();
    Instant dense = end.minus(Duration.ofDays(settings.days()));
    for (Instant week = end.minus(YEAR); week.isBefore(end); week = week.plus(Duration.ofDays(7))) {
      long start = minute(week);
      long next = minute(week.plus(Duration.ofDays(7)));
      all.add(new Stretch(start, next, week.isBefore(dense) ? 60 : 1, 1, settings.users()));
      all.add(new Stretch(start, next, 1, settings.users() + 1, lastUser()));
    }
    return all;
  }

  static long minute(Instant moment) {
    return moment.getEpochSecond() / 60;
  }

  int firstUserOf(Question question) {
    return question.ofYearUsers() ? settings.users() + 1 : 1;
  }

  int lastUserOf(Question question) {
    return question.ofYearUsers() ? lastUser() : settings.users();
  }

  /** From where on those users have a sample a minute. */
  Instant startOf(Question question) {
    return denseFrom(firstUserOf(question));
  }

  /** From where on the user has a sample a minute, up to {@link #end}. */
  Instant denseFrom(int user) {
    return end.minus(user <= settings.users() ? Duration.ofDays(settings.days()) : YEAR);
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
