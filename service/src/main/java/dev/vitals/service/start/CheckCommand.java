package dev.vitals.service.start;

import dev.vitals.service.configuration.VitalsConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import java.io.PrintStream;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * {@code check config.yml}: what a start would refuse, without one. Not whether the ports are free:
 * the service that has them may run meanwhile.
 */
public final class CheckCommand extends ConfiguredCommand<VitalsConfiguration> {
  private final PrintStream out;

  public CheckCommand(PrintStream out) {
    super("check", "say whether the configuration is right");
    this.out = out;
  }

  @Override
  protected void run(
      @Nullable Bootstrap<VitalsConfiguration> bootstrap,
      @Nullable Namespace namespace,
      VitalsConfiguration configuration) {
    requireUsable(configuration);
    out.println("the configuration is right");
  }

  /**
   * @throws StartRefusedException no start can work with it
   */
  static void requireUsable(VitalsConfiguration configuration) {
    DatabaseUrl.requireUsable(configuration);
    VirtualThreads.requireSupported(configuration.getServerFactory(), Runtime.version().feature());
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}
