package dev.vitals.rest.connection;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.metrics.jetty12.InstrumentedConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;

/** Makes connections that close in stages. */
public final class StagedCloseConnections extends HttpConnectionFactory {
  private final ConnectionLimits limits;

  private StagedCloseConnections(HttpConfiguration configuration, ConnectionLimits limits) {
    super(configuration);
    this.limits = limits;
  }

  /**
   * Before the connector starts: takes the place of what Dropwizard made for it, which has no
   * setting for this, with the same configuration and measured by the same timer.
   */
  public static void install(
      ServerConnector connector, ConnectionLimits limits, MetricRegistry metrics) {
    for (HttpConnectionFactory own : connector.getContainedBeans(HttpConnectionFactory.class)) {
      StagedCloseConnections ours = new StagedCloseConnections(own.getHttpConfiguration(), limits);
      ours.setInputBufferSize(own.getInputBufferSize());
      String port = Integer.toString(connector.getPort());
      connector.addConnectionFactory(
          new InstrumentedConnectionFactory(
              ours,
              metrics.timer(
                  MetricRegistry.name(
                      HttpConnectionFactory.class, connector.getHost(), port, "connections"))));
    }
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(
        new StagedCloseConnection(getHttpConfiguration(), connector, endPoint, limits),
        connector,
        endPoint);
  }
}
