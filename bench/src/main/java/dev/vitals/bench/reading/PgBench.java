package dev.vitals.bench.reading;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.RangePlan;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.metrics.MetricColumns;
import dev.vitals.timescale.query.RangeForm;
import dev.vitals.timescale.query.RangeQuery;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the database reaches with the same SQL and no service before it: PostgreSQL's own pgbench,
 * with prepared statements.
 */
final class PgBench {
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private final List<String> command;
  private final BenchDatabase database;

  private PgBench(List<String> command, BenchDatabase database) {
    this.command = command;
    this.database = database;
  }

  /**
   * If {@code VITALS_BENCH_PGBENCH} says how to call it, as "pgbench" or "chroot there pgbench".
   */
  static Optional<PgBench> on(BenchDatabase database) {
    return Optional.ofNullable(System.getenv("VITALS_BENCH_PGBENCH"))
        .map(command -> new PgBench(Arrays.asList(command.split(" ")), database));
  }

  /**
   * Asks what the service would ask.
   *
   * @return transactions a second
   */
  double rate(Question question, History history, Duration time)
      throws IOException, InterruptedException {
    Matcher rate = RATE.matcher(run(script(question, history), question.connections(), time));
    if (!rate.find()) {
      throw new IllegalStateException("pgbench told no rate");
    }
    return Double.parseDouble(rate.group(1));
  }

  /** pgbench knows numbers only: each moment is so many seconds behind a random one. */
  private String script(Question question, History history) {
    Instant start = history.startOf(question).plusSeconds(420);
    RangeForm form = database.jdbi().withHandle(RangeForm::on);
    RangePlan plan = plan(form, new TimeRange(start, start.plus(question.length())));
    // The parts of a longer range lie as they do only at this time of the day.
    Duration step = plan.parts().size() > 1 ? Duration.ofDays(1) : Duration.ofMinutes(1);
    long steps = Duration.between(start, history.end()).minus(question.length()).dividedBy(step);
    StringBuilder script = new StringBuilder();
    script.append(
        "\\set user random(%d, %d)\n"
            .formatted(history.firstUserOf(question), history.lastUserOf(question)));
    script.append(
        "\\set start (random(0, %d) * %d + %d) * 1000000\n"
            .formatted(steps, step.toSeconds(), start.getEpochSecond()));
    String sql =
        RangeQuery.withoutMarks(new MetricColumns(MetricCatalogue.SHIPPED), form, plan.sources())
            .sql(1)
            .replace(":users", "array[:user]")
            .replace(":user0", ":user");
    for (int number = 0; number <= plan.parts().size(); number++) {
      long behind = plan.moment(number) - EpochMicros.of(start);
      script.append("\\set m%d :start + %d\n".formatted(number, behind));
      sql =
          sql.replace(":m" + number + "of0", "to_timestamp(:m" + number + "::float8 / 1000000)")
              .replace(":m" + number + "::bigint[]", "array[:m" + number + "]::bigint[]");
    }
    return script.append(sql.replaceAll("\\s+", " ")).append(";\n").toString();
  }

  /** Of somebody with no marks, where everything is settled. */
  private static RangePlan plan(RangeForm form, TimeRange range) {
    long filled = EpochMicros.of(Instant.parse("2100-01-01T00:00:00Z"));
    return RangePlan.of(
        range,
        new RollupCoverage(filled, filled, RollupCoverage.NEVER),
        form.samplesUpTo().toNanos() / 1_000);
  }

  private String run(String script, int connections, Duration time)
      throws IOException, InterruptedException {
    URI server = URI.create(database.url().substring("jdbc:".length()));
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "-n",
            "-M",
            "prepared",
            "-j",
            "2",
            "-f",
            "-",
            "-c",
            Integer.toString(connections),
            "-T",
            Long.toString(time.toSeconds()),
            "-h",
            server.getHost(),
            "-p",
            Integer.toString(server.getPort()),
            "-U",
            parameter(server, "user"),
            server.getPath().substring(1)));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", parameter(server, "password"));
    builder.environment().put("PGOPTIONS", "-c jit=off");
    Process process = builder.start();
    process.getOutputStream().write(script.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return output;
  }

  private static String parameter(URI url, String name) {
    return Arrays.stream(url.getQuery().split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }
}
