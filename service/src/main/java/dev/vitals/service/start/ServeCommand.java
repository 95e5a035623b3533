package dev.vitals.service.start;

import dev.vitals.service.configuration.VitalsConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** Dropwizard's {@code server}, which says first where everything is and last why it cannot. */
public final class ServeCommand extends ServerCommand<VitalsConfiguration> {
  public ServeCommand(Application<VitalsConfiguration> application) {
    super(application, "server", "take in samples and answer questions about them");
  }

  @Override
  protected void run(
      Bootstrap<VitalsConfiguration> bootstrap,
      Namespace namespace,
      VitalsConfiguration configuration)
      throws Exception {
    CheckCommand.requireUsable(configuration);
    Welcome.print(configuration, System.out);
    Ports.requireFree(configuration.getServerFactory());
    super.run(bootstrap, namespace, configuration);
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }
}
