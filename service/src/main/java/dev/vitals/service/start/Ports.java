package dev.vitals.service.start;

import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether the ports are free before the database is started: that takes seconds, and a taken
 * port is found at once.
 */
public final class Ports {
  private Ports() {}

  /**
   * @throws StartRefusedException one cannot be listened on
   */
  public static void requireFree(ServerFactory server) {
    if (server instanceof DefaultServerFactory factory) {
      requireDifferent(factory);
      requireFree(factory.getApplicationConnectors(), "VITALS_PORT");
      requireFree(factory.getAdminConnectors(), "VITALS_ADMIN_PORT");
    }
  }

  private static void requireDifferent(DefaultServerFactory server) {
    List<Integer> ports =
        Stream.of(server.getApplicationConnectors(), server.getAdminConnectors())
            .flatMap(Ports::httpConnectors)
            .map(HttpConnectorFactory::getPort)
            .filter(port -> port != 0)
            .toList();
    if (ports.stream().distinct().count() < ports.size()) {
      throw new StartRefusedException(
          "two ports are the same: set VITALS_PORT or VITALS_ADMIN_PORT", null);
    }
  }

  private static void requireFree(List<ConnectorFactory> connectors, String variable) {
    httpConnectors(connectors).forEach(connector -> requireFree(connector, variable));
  }

  private static void requireFree(HttpConnectorFactory connector, String variable) {
    InetSocketAddress address = address(connector);
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException | IllegalArgumentException e) {
      throw new StartRefusedException(
          "cannot listen on %s:%s (%s): stop what listens there, or set VITALS_HOST or %s"
              .formatted(address.getHostString(), address.getPort(), e.getMessage(), variable),
          e);
    }
  }

  static Stream<HttpConnectorFactory> httpConnectors(List<ConnectorFactory> connectors) {
    return connectors.stream()
        .filter(HttpConnectorFactory.class::isInstance)
        .map(HttpConnectorFactory.class::cast);
  }

  private static InetSocketAddress address(HttpConnectorFactory connector) {
    String host = connector.getBindHost();
    return host == null
        ? new InetSocketAddress(connector.getPort())
        : new InetSocketAddress(host, connector.getPort());
  }
}
