package dev.vitals.service.rollup;

import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.OpenDatabase;
import dev.vitals.service.start.DatabaseUrl;
import dev.vitals.service.start.StartFailure;
import dev.vitals.service.start.StartRefusedException;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.rollup.RollupMaintenance;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * {@code rollups refresh|settle|verify|rebuild|trust-clock config.yml}: the background work by
 * hand.
 */
public final class RollupsCommand extends ConfiguredCommand<VitalsConfiguration> {
  private static final int ATTEMPTS = 120;
  private static final int PAUSE_MILLIS = 500;
  private static final Duration SAME_TIME = Duration.ofHours(1);

  public RollupsCommand() {
    super(
        "rollups", "refresh, settle, verify or rebuild the rollups, or trust the clock they go by");
  }

  @Override
  public void configure(Subparser subparser) {
    subparser
        .addArgument("work")
        .choices("refresh", "settle", "verify", "rebuild", "trust-clock")
        .help(
            "what to do; verify compares all of them with the samples, rebuild makes them anew,"
                + " trust-clock says that the database's clock is right");
    super.configure(subparser);
  }

  @Override
  protected void run(
      @Nullable Bootstrap<VitalsConfiguration> bootstrap,
      Namespace namespace,
      VitalsConfiguration configuration)
      throws Exception {
    DatabaseUrl.requireUsable(configuration);
    OpenDatabase database = OpenDatabase.forCommand(configuration);
    try (database) {
      run(
          namespace.getString("work"),
          new RollupMaintenance(
              TimescaleJdbi.configured(Jdbi.create(configuration.getDatabase()::connect)),
              configuration.storageSettings()),
          System.out);
    }
  }

  /** A service that runs works on them too, a moment at a time. */
  private static void run(String work, RollupMaintenance rollups, PrintStream out)
      throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<String> done = perform(work, rollups);
      if (done.isPresent()) {
        out.println(done.get());
        if (work.equals("verify") && !done.get().endsWith(": 0")) {
          throw new StartRefusedException(
              "some answers are wrong: \"./vitals rollups rebuild config.yml\" makes the rollups anew",
              null);
        }
        return;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new StartRefusedException("a service is at work on the rollups; try again later", null);
  }

  private static Optional<String> perform(String work, RollupMaintenance rollups) {
    return switch (work) {
      case "refresh" -> rollups.refresh().map(windows -> "windows filled: " + windows);
      case "settle" -> rollups.settle().map(days -> "days settled: " + days);
      case "verify" -> rollups.verify().map(wrong -> "wrong buckets: " + wrong);
      case "rebuild" -> rollups.rebuild().map(windows -> "windows filled: " + windows);
      case "trust-clock" -> {
        requireSameTime(rollups.status().databaseNow(), Instant.now());
        yield rollups.trustClock().map(now -> "trusted: " + now + ", as the database's clock says");
      }
      default -> throw new IllegalArgumentException(work);
    };
  }

  /** Of two that differ one is wrong, and what is dropped by it is gone. */
  static void requireSameTime(Instant database, Instant ours) {
    if (Duration.between(database, ours).abs().compareTo(SAME_TIME) > 0) {
      throw new StartRefusedException(
          "the database's clock says %s and this machine's %s: correct the wrong one first"
              .formatted(database, ours),
          null);
    }
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}
