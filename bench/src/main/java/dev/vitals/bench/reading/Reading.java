package dev.vitals.bench.reading;

import static dev.vitals.bench.rig.Output.print;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.bench.rig.HttpConnection;
import dev.vitals.bench.rig.Latencies;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A year against a day, clean and corrected, and both against raw rows and against pgbench. */
final class Reading {
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /** Of a user's quarter hours that are corrected, one in so many. */
  private static final int CORRECTED_SHARE = 100;

  private final BenchDatabase database;
  private final History history;
  private final ReadingSettings settings;
  private final int port;

  Reading(BenchDatabase database, History history, ReadingSettings settings, int port) {
    this.database = database;
    this.history = history;
    this.settings = settings;
    this.port = port;
  }

  void run() throws Exception {
    load(settings.connections(), WARM_UP, this::day);
    load(settings.connections(), WARM_UP, this::year);

    double clean = yearAgainstDay("clean");
    correct();
    yearAgainstDay("one bucket in " + CORRECTED_SHARE + " corrected");
    double raw = raw();
    print("reading, raw year / year: %.0f", raw / clean);

    againstPgBench("hour", HOUR, this::hour);
    againstPgBench("day", DAY, this::day);
  }

  private byte[] hour(RandomGenerator random) {
    return Requests.metrics(history.anyUser(random), history.anyDense(random, HOUR));
  }

  private byte[] day(RandomGenerator random) {
    return Requests.metrics(history.anyUser(random), history.anyDense(random, DAY));
  }

  private byte[] yearUsersDay(RandomGenerator random) {
    return Requests.metrics(history.anyYearUser(random), history.any(random, DAY));
  }

  private byte[] year(RandomGenerator random) {
    return Requests.metrics(history.anyYearUser(random), history.anyYear(random));
  }

  private Latencies load(
      int connections, Duration length, Function<RandomGenerator, byte[]> request)
      throws Exception {
    return Load.run(port, connections, length, request);
  }

  /**
   * @return the median of a year, in milliseconds
   */
  private double yearAgainstDay(String state) throws Exception {
    Latencies day = load(1, settings.length(), this::yearUsersDay);
    Latencies year = load(1, settings.length(), this::year);
    print("reading, %s, a day:  %s", state, day);
    print("reading, %s, a year: %s", state, year);
    print("reading, %s, year / day: %.2f", state, year.medianMillis() / day.medianMillis());
    return year.medianMillis();
  }

  /** Late samples of every year user, settled. */
  private void correct() throws Exception {
    RandomGenerator random = new SplittableRandom(1);
    try (HttpConnection connection = new HttpConnection(port)) {
      for (int number = 1; number <= settings.yearUsers(); number++) {
        List<String> late = new ArrayList<>();
        long buckets = History.YEAR.toMinutes() / 15;
        for (int count = 0; count < buckets / CORRECTED_SHARE; count++) {
          Instant moment = history.any(random, DAY).start().plusSeconds(30);
          late.add(Requests.sample(settings.users() + number, moment, 99, 7, 1.5));
        }
        connection.exchange(Requests.ingest(late.toArray(new String[0])));
      }
    }
    long begun = System.nanoTime();
    while (database.maintenance().status().marks() > 0) {
      database.maintenance().settle();
    }
    print(
        "settling: %s corrections of 15 minutes, %s of days, in %.1f s",
        database.one("select count(*) from health_metrics_15m_corrections"),
        database.one("select count(*) from health_metrics_1d_corrections"),
        (System.nanoTime() - begun) / 1e9);
    database.execute("vacuum analyze");
  }

  /** The same through the same endpoint, as if no rollup were filled. */
  private double raw() throws Exception {
    String bounds =
        database.one(
            "select format('read_below_15m = %L, read_below_1d = %L', read_below_15m, read_below_1d)"
                + " from health_metrics_rollup_state");
    stateAnew("read_below_15m = '-infinity', read_below_1d = '-infinity'");
    try {
      Latencies year = load(1, settings.length(), this::year);
      print("reading, raw, a year: %s", year);
      return year.medianMillis();
    } finally {
      stateAnew(bounds);
    }
  }

  private void stateAnew(String bounds) throws SQLException {
    database.execute(
        "update health_metrics_rollup_state set generation = generation + 1, " + bounds);
  }

  private void againstPgBench(
      String name, Duration length, Function<RandomGenerator, byte[]> request) throws Exception {
    Latencies ours = load(settings.connections(), settings.length(), request);
    print("reading, %s, %d connections: %s", name, settings.connections(), ours);
    Optional<PgBench> pgBench = PgBench.on(database);
    if (pgBench.isEmpty()) {
      print("reading, %s, pgbench: NOT MEASURED, VITALS_BENCH_PGBENCH is not set", name);
      return;
    }
    double theirs =
        pgBench
            .get()
            .rate(
                new Question(name, length, false, settings.connections()),
                history,
                settings.length());
    print(
        "reading, %s, pgbench: %.1f/s; ours / pgbench: %.2f",
        name, theirs, ours.perSecond() / theirs);
  }
}
