package dev.vitals.service.simulate;

import dev.vitals.service.start.StartFailure;
import dev.vitals.simulator.run.Options;
import dev.vitals.simulator.run.Simulation;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.time.InstantSource;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code simulate}: needs a Vitals that runs, and no configuration. */
public final class SimulateCommand extends Command {
  public SimulateCommand() {
    super("simulate", "a fleet of wearables that sends to a running Vitals");
  }

  @Override
  public void configure(Subparser subparser) {
    Options.declare(subparser);
  }

  @Override
  public void run(@Nullable Bootstrap<?> bootstrap, Namespace namespace) throws Exception {
    new Simulation(Options.of(namespace), InstantSource.system(), System.out, System.err).run();
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}
