package dev.vitals.service.start;

import io.dropwizard.lifecycle.ServerLifecycleListener;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;

/**
 * Lets a body be silent for some seconds while the service stops. Jetty's second is less than a
 * mobile network takes for a handover. It is also how long idle connections delay the stop.
 */
public final class PatientShutdown implements ServerLifecycleListener {
  private static final long IDLE_MILLIS = 5_000;

  @Override
  public void serverStarted(Server server) {
    for (Connector connector : server.getConnectors()) {
      if (connector instanceof AbstractConnector abstractConnector) {
        abstractConnector.setShutdownIdleTimeout(IDLE_MILLIS);
      }
    }
  }
}
