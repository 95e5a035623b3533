package dev.vitals.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A service in a JVM of its own: it tells its server's port and pid, or what went wrong. */
final class ServiceMain {
  private ServiceMain() {}

  /** Ends in good order when its input does, so it does not outlive the tests. */
  public static void main(String[] arguments) throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]))) {
      System.out.println("started " + postgres.jdbcUrl() + " " + postgres.serverPid());
      while (System.in.read() >= 0) {
        // Whoever writes to us only wants us to go on.
      }
    } catch (EmbeddedPostgresException e) {
      System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }
}
