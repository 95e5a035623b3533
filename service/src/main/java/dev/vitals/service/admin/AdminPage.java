package dev.vitals.service.admin;

import io.dropwizard.core.setup.AdminEnvironment;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/** {@code /} of the admin port: what there is, with links that work behind a proxy's path too. */
public final class AdminPage extends HttpServlet {
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("live", "200 while the process runs as it should"),
          new Entry("ready", "200 while requests should be sent here"),
          new Entry("healthcheck", "all that is wrong and what helps"),
          new Entry("prometheus", "metrics for Prometheus"),
          new Entry("metrics", "Dropwizard's own, as JSON"));

  private record Entry(String path, String purpose) {}

  /** In place of Dropwizard's menu, which knows nothing of what we have added. */
  public static void install(AdminEnvironment admin) {
    admin.addServlet("start", new AdminPage()).addMapping("");
    admin
        .addFilter("scrape", new ScrapeRedirect())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/metrics");
  }

  /** As they are typed behind host and port. */
  public static List<String> paths() {
    return ENTRIES.stream().map(entry -> "/" + entry.path()).toList();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder page =
        new StringBuilder(
            "<!doctype html>\n<html lang=\"en\">\n<title>Vitals admin</title>\n<ul>\n");
    for (Entry entry : ENTRIES) {
      page.append("<li><a href=\"")
          .append(entry.path())
          .append("\">/")
          .append(entry.path())
          .append("</a> ")
          .append(entry.purpose())
          .append('\n');
    }
    response.setContentType("text/html;charset=utf-8");
    response.getWriter().append(page.append("</ul>\n</html>\n"));
  }
}
