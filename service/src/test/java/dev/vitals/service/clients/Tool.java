package dev.vitals.service.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Programs that a machine need not have to build Vitals. Where one is missing, what needs it is
 * skipped and a line says so; under {@code -Dvitals.tools=required} it fails.
 */
final class Tool {
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private Tool() {}

  /**
   * @return its path
   */
  static String require(String name, String forWhat) {
    // An ordinary user's PATH has no daemons.
    String places = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    String found =
        Stream.of(places.split(":"))
            .map(place -> Path.of(place, name))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElse("");
    if (found.isEmpty()) {
      if ("required".equals(System.getProperty("vitals.tools"))) {
        throw new IllegalStateException("-Dvitals.tools=required, but there is no " + name);
      }
      String missed = "NOT TESTED: " + forWhat + ". There is no " + name + " here.";
      if (SAID.add(missed)) {
        System.err.println(missed);
      }
    }
    assumeTrue(!found.isEmpty(), "no " + name + " here");
    return found;
  }
}
