package dev.vitals.service.start;

import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.OpenDatabase;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import java.io.PrintStream;
import java.util.List;

/** The first lines: where everything is. */
public final class Welcome {
  private Welcome() {}

  public static void print(VitalsConfiguration configuration, PrintStream out) {
    if (configuration.getServerFactory() instanceof DefaultServerFactory server) {
      String api = address(server.getApplicationConnectors());
      out.println("Vitals");
      out.println("  API    " + api + "  POST /ingest, GET /metrics");
      out.println("  Docs   " + api + "/docs");
      out.println("  Admin  " + address(server.getAdminConnectors()) + "  /healthcheck, /metrics");
    }
    out.println("  Data   " + data(configuration));
    out.flush();
  }

  private static String address(List<ConnectorFactory> connectors) {
    return Ports.httpConnectors(connectors)
        .findFirst()
        .map(
            connector ->
                "http://"
                    + (connector.getBindHost() == null ? "localhost" : connector.getBindHost())
                    + ":"
                    + connector.getPort())
        .orElse("as config.yml says");
  }

  /** Of a URL only what comes before its parameters: a password may be among them. */
  private static String data(VitalsConfiguration configuration) {
    String url = configuration.getDatabase().getUrl();
    return url.equals(OpenDatabase.EMBEDDED)
        ? configuration.getEmbedded().getDataDirectory().toAbsolutePath().normalize()
            + "  (embedded PostgreSQL)"
        : url.replaceFirst("\\?.*", "");
  }
}
