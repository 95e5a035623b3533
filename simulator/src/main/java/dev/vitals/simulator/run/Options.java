package dev.vitals.simulator.run;

import static net.sourceforge.argparse4j.impl.Arguments.range;
import static net.sourceforge.argparse4j.impl.Arguments.storeTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** What can be typed behind {@code simulate}. */
public final class Options {
  private static final Duration LOAD = Duration.ofSeconds(60);

  /** So that all of a fleet that grows have a number of 48 bits. */
  private static final long MOST_NAMED = 1L << 47;

  private Options() {}

  /**
   * @param url where Vitals is, if nothing else is typed
   */
  public static void declare(ArgumentParser parser, String url) {
    parser
        .addArgument("mode")
        .nargs("?")
        .choices("live", "backfill", "load")
        .setDefault("live")
        .help(
            "live: as wearables would, from now on; backfill: the last days as fast"
                + " as the service takes them; load: a backfill of ever more users, for a duration");
    parser
        .addArgument("--url")
        .type((at, argument, value) -> Url.parse(at, argument, value))
        .setDefault(url)
        .help("where Vitals listens");
    whole(parser, "--users", 1, 1_000_000, 100, "how many wearables");
    parser
        .addArgument("--first-user")
        .metavar("ID")
        .type(Long.class)
        .choices(range(1L, Long.MAX_VALUE / 2))
        .setDefault(1_000_000_000L)
        .help("their user ids begin here, away from real ones");
    whole(
        parser, "--days", 1, 3_650, 7, "of history, for backfill, load and a live --speed above 1");
    real(
        parser,
        "--speed",
        1.0,
        100_000.0,
        1.0,
        "live: simulated time begins --days ago and runs so many times as fast as the clock, until"
            + " it has caught up with it");
    parser
        .addArgument("--duration")
        .metavar("30s|5m|2h")
        .type((at, argument, value) -> Durations.parse(at, argument, value))
        .help("ends a run after this time (60s for load, else none)");
    real(
        parser,
        "--rate",
        0.1,
        1e9,
        null,
        "records a second at most (no limit); latencies then count from when a request was due");
    whole(parser, "--batch", 1, 100_000, 1_000, "records a request at most");
    whole(parser, "--connections", 1, 1_000, 8, "requests at once at most");
    parser
        .addArgument("--sync-every")
        .metavar("MINUTES")
        .type(Integer.class)
        .choices(1, 2, 3, 5, 10, 15, 30, 60)
        .help("a device syncs so often (1 for live, else 15)");
    real(parser, "--late", 0.0, 1.0, 0.03, "share of samples that come hours to two days late");
    real(
        parser,
        "--duplicates",
        0.0,
        1.0,
        0.02,
        "share of requests sent twice, and of syncs that begin with what was sent before");
    parser
        .addArgument("--seed")
        .metavar("N")
        .type(Long.class)
        .setDefault(1L)
        .help("another fleet; the same seed measures the same again");
    parser
        .addArgument("--metrics")
        .metavar("NAME,NAME")
        .setDefault("")
        .help("what is measured (all that the service takes)");
    parser.addArgument("--names").action(storeTrue()).help("users are UUIDs, not integers");
    parser.addArgument("--gzip").action(storeTrue()).help("compress requests");
    parser
        .addArgument("--verify")
        .action(storeTrue())
        .help("compare the service's answers with aggregates worked out here");
  }

  /**
   * @throws SimulationFailedException nothing is typed and what stands for it is no URL
   */
  public static Settings of(Namespace typed) throws SimulationFailedException {
    if (typed.getBoolean("names") && typed.getLong("first_user") >= MOST_NAMED) {
      throw new SimulationFailedException(
          "--names takes a --first-user below "
              + MOST_NAMED
              + ": a UUID has room for twelve digits");
    }
    Mode mode = Mode.named(typed.getString("mode"));
    @Nullable Duration duration = typed.get("duration");
    @Nullable Integer syncEvery = typed.getInt("sync_every");
    @Nullable Double rate = typed.getDouble("rate");
    return new Settings(
        mode,
        url(typed.get("url")),
        typed.getInt("users"),
        typed.getLong("first_user"),
        typed.getInt("days"),
        typed.getDouble("speed"),
        Optional.ofNullable(duration)
            .or(() -> mode == Mode.LOAD ? Optional.of(LOAD) : Optional.empty()),
        rate == null ? Double.POSITIVE_INFINITY : rate,
        typed.getInt("batch"),
        typed.getInt("connections"),
        syncEvery != null ? syncEvery : mode == Mode.LIVE ? 1 : 15,
        typed.getDouble("late"),
        typed.getDouble("duplicates"),
        typed.getLong("seed"),
        typed.getBoolean("gzip"),
        Arrays.stream(typed.getString("metrics").split(","))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList(),
        typed.getBoolean("names"),
        typed.getBoolean("verify"));
  }

  /** What is typed was read already. */
  private static URI url(Object url) throws SimulationFailedException {
    return url instanceof URI typed
        ? typed
        : Url.of(url.toString())
            .orElseThrow(
                () ->
                    new SimulationFailedException(
                        "there is no Vitals at " + url + ": say where it is with --url"));
  }

  private static void whole(
      ArgumentParser parser, String name, int least, int most, int usual, String help) {
    parser
        .addArgument(name)
        .metavar("N")
        .type(Integer.class)
        .choices(range(least, most))
        .setDefault(usual)
        .help(help);
  }

  private static void real(
      ArgumentParser parser,
      String name,
      double least,
      double most,
      @Nullable Double usual,
      String help) {
    parser
        .addArgument(name)
        .metavar("X")
        .type(Double.class)
        .choices(range(least, most))
        .setDefault(usual)
        .help(help);
  }
}
