package dev.vitals.timescale;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The servers that storage is tested on. PostgreSQL always, brought along. TimescaleDB where {@code
 * VITALS_TEST_TIMESCALE_URL} names one (a JDBC URL with user and password, who may create
 * databases) or Docker is there; where neither is, its tests are skipped and a line says so, or
 * fail under {@code -Dvitals.timescale=required}.
 */
public enum TestServer {
  POSTGRES,
  TIMESCALE;

  private static final String IMAGE = "timescale/timescaledb:2.29.2-pg17";

  private static final Map<TestServer, Optional<String>> URLS = new ConcurrentHashMap<>();

  /** Of a database to make others from. Skips the test if there is no such server. */
  String url() {
    Optional<String> url =
        URLS.computeIfAbsent(
            this, server -> server == POSTGRES ? startPostgres() : findTimescale());
    Assumptions.assumeTrue(url.isPresent(), "no TimescaleDB to test on");
    return url.orElseThrow();
  }

  private static Optional<String> startPostgres() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.builder().start();
      return Optional.of(
          "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres");
    } catch (IOException e) {
      throw new IllegalStateException("no PostgreSQL could be started", e);
    }
  }

  private static Optional<String> findTimescale() {
    String given = System.getenv("VITALS_TEST_TIMESCALE_URL");
    if (given != null && !given.isEmpty()) {
      return Optional.of(given);
    }
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return Optional.of(startContainer());
    }
    if ("required".equals(System.getProperty("vitals.timescale"))) {
      throw new IllegalStateException(
          "-Dvitals.timescale=required, but VITALS_TEST_TIMESCALE_URL is not set and there is no"
              + " Docker");
    }
    System.err.println(
        "NOT TESTED: TimescaleDB. Set VITALS_TEST_TIMESCALE_URL or run where Docker is.");
    return Optional.empty();
  }

  // Stopped by Testcontainers itself when this process ends.
  @SuppressWarnings("resource")
  private static String startContainer() {
    PostgreSQLContainer container =
        new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"));
    container.start();
    return container.getJdbcUrl()
        + "&user="
        + container.getUsername()
        + "&password="
        + container.getPassword();
  }
}
