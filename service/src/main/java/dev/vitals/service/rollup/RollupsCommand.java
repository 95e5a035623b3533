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
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** {@code rollups refresh|settle|verify|rebuild config.yml}: the background work by hand. */
public final class RollupsCommand extends ConfiguredCommand<VitalsConfiguration> {
  private static final int ATTEMPTS = 120;
  private static final int PAUSE_MILLIS = 500;

  public RollupsCommand() {
    super("rollups", "refresh, settle, verify or rebuild the rollups");
  }

  @Override
  public void configure(Subparser subparser) {
    subparser
        .addArgument("work")
        .choices("refresh", "settle", "verify", "rebuild")
        .help("what to do; verify compares all of them with the samples, rebuild makes them anew");
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
              configuration.getStorage().settings()),
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
      default -> throw new IllegalArgumentException(work);
    };
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}
