package dev.vitals.service.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a Prometheus from {@code /metrics}, where it asks unless it is told another path, to what
 * it can read. A refusal would not reach its user: of that Prometheus shows the status alone, and
 * of Dropwizard's JSON an error of its parser.
 */
final class ScrapeRedirect extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("Vary", "Accept");
    if (isScrape(request.getHeader("Accept"))) {
      response.setStatus(HttpServletResponse.SC_FOUND);
      response.setHeader("Location", "prometheus");
    } else {
      chain.doFilter(request, response);
    }
  }

  /** Who reads JSON as well, as a script in a browser does, gets what is there. */
  private static boolean isScrape(@Nullable String accept) {
    return accept != null
        && (accept.contains("openmetrics") || accept.contains("text/plain"))
        && !accept.contains("application/json");
  }
}
