package dev.vitals.service.simulate;

import dev.vitals.service.start.StartFailure;
import dev.vitals.simulator.run.Options;
import dev.vitals.simulator.run.Simulation;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** {@code simulate}: needs a Vitals that runs, and no configuration but where it listens. */
public final class SimulateCommand extends Command {
  private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "*");
  private static final String LOOPBACK = "127.0.0.1";

  private final Map<String, String> environment;

  public SimulateCommand(Map<String, String> environment) {
    super("simulate", "send what a fleet of wearables would");
    this.environment = environment;
  }

  @Override
  public void configure(Subparser subparser) {
    Options.declare(subparser, url());
  }

  /** Where a Vitals listens that was started with the same variables and the shipped config.yml. */
  private String url() {
    String host = variable("VITALS_HOST", LOOPBACK);
    return "http://"
        + (ANY_ADDRESS.contains(host) ? LOOPBACK : host.contains(":") ? "[" + host + "]" : host)
        + ":"
        + variable("VITALS_PORT", "8080");
  }

  private String variable(String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
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
