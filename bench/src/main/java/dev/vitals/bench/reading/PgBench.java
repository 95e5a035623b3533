package dev.vitals.bench.reading;

import dev.vitals.bench.rig.BenchDatabase;
import dev.vitals.timescale.rollup.RangeQuery;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
   * Asks for ranges of the length from any minute of the period on, of any user from 1 to the last.
   *
   * @param query of such a range, in one part
   * @return transactions a second
   */
  double rate(
      RangeQuery query,
      long periodEpochSecond,
      Duration period,
      Duration length,
      int users,
      int connections,
      Duration time)
      throws IOException, InterruptedException {
    String script =
        """
        \\set user random(1, %d)
        \\set minute random(0, %d)
        \\set s0 %d + :minute * 60
        \\set e0 :s0 + %d
        %s;
        """
            .formatted(
                users,
                period.minus(length).toMinutes(),
                periodEpochSecond,
                length.toSeconds(),
                withEpochSeconds(query.sql()));
    Matcher rate = RATE.matcher(run(script, connections, time));
    if (!rate.find()) {
      throw new IllegalStateException("pgbench told no rate");
    }
    return Double.parseDouble(rate.group(1));
  }

  /** pgbench knows numbers only. */
  private static String withEpochSeconds(String sql) {
    return sql.replaceAll(":([se]\\d)\\b", "to_timestamp(:$1)").replaceAll("\\s+", " ");
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
