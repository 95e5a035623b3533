package dev.vitals.service.health;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.health.HealthStateView;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Answers a load balancer: 200 or 503, and in the body what it comes from. */
final class Probe extends HttpServlet {
  private final transient BooleanSupplier isHealthy;
  private final transient Supplier<Collection<HealthStateView>> checks;
  private final transient ObjectMapper json;

  private record Answer(boolean healthy, TreeMap<String, Boolean> checks) {}

  Probe(
      BooleanSupplier isHealthy, Supplier<Collection<HealthStateView>> checks, ObjectMapper json) {
    this.isHealthy = isHealthy;
    this.checks = checks;
    this.json = json;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean healthy = isHealthy.getAsBoolean();
    TreeMap<String, Boolean> states = new TreeMap<>();
    checks.get().forEach(check -> states.put(check.getName(), check.isHealthy()));
    response.setStatus(healthy ? 200 : 503);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(json.writeValueAsBytes(new Answer(healthy, states)));
  }
}
