package dev.vitals.service.start;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that requests are answered from now on, and on which ports, if they were left to chance. */
public final class Started implements ServerLifecycleListener {
  private static final Logger LOG = LoggerFactory.getLogger(Started.class);

  @Override
  public void serverStarted(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof NetworkConnector network) {
        LOG.info(
            "Vitals listens name={} host={} port={}",
            network.getName(),
            network.getHost(),
            network.getLocalPort());
      }
    }
  }
}
