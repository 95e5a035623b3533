package dev.vitals.service.start;

import dev.vitals.service.admin.AdminPage;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.logging.JsonLayout;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.logging.common.ConsoleAppenderFactory;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.logging.common.LoggingFactory;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first lines, for people: where everything is. */
public final class Welcome {
  private Welcome() {}

  /** Nothing where a program reads the log, and would stumble over it. */
  public static void print(VitalsConfiguration configuration, PrintStream out) {
    if (isReadByPrograms(configuration.getLoggingFactory())) {
      return;
    }
    if (configuration.getServerFactory() instanceof DefaultServerFactory server) {
      String api = address(server.getApplicationConnectors());
      out.println("Vitals");
      out.println("  API    " + api + "  POST /ingest, GET /metrics");
      out.println("  Docs   " + api + "/docs, " + api + "/openapi.json");
      out.println(
          "  Admin  "
              + address(server.getAdminConnectors())
              + "  "
              + String.join(", ", AdminPage.paths()));
    }
    out.println("  Data   " + data(configuration));
    out.flush();
  }

  private static boolean isReadByPrograms(LoggingFactory logging) {
    return logging instanceof DefaultLoggingFactory appenders
        && appenders.getAppenders().stream()
            .anyMatch(
                appender ->
                    appender instanceof ConsoleAppenderFactory<?> console
                        && console.getLayout() instanceof JsonLayout);
  }

  private static String address(List<ConnectorFactory> connectors) {
    return Ports.httpConnectors(connectors)
        .findFirst()
        .map(connector -> "http://" + host(connector.getBindHost()) + ":" + connector.getPort())
        .orElse("as config.yml says");
  }

  private static String host(@Nullable String bindHost) {
    if (bindHost == null) {
      return "localhost";
    }
    return bindHost.contains(":") ? "[" + bindHost + "]" : bindHost;
  }

  private static String data(VitalsConfiguration configuration) {
    return configuration.isDatabaseEmbedded()
        ? configuration.getEmbedded().getDataDirectory().toAbsolutePath().normalize()
            + "  (embedded PostgreSQL)"
        : DatabaseUrl.withoutParameters(configuration.getDatabase().getUrl());
  }
}
