package dev.vitals.embedded;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. Started by root, it runs in a user namespace of its own, where
 * it is nobody, while its files still belong to root. Nothing has to be handed to another user.
 */
final class Privileges {
  static final String ADVICE =
      "run Vitals as an ordinary user (in a container: --user nobody, or another that the image"
          + " knows), or set DATABASE_URL to a database of your own";

  private Privileges() {}

  /** What to put before a command so that it does not run as root; empty for ordinary users. */
  static List<String> commandPrefix() throws IOException {
    return commandPrefix(uid(), List.of("unshare", "-U"));
  }

  /**
   * Who we are. UnixSystem alone takes whoever is not in /etc/passwd for root; asking /proc alone
   * would leave out macOS, where everybody has an entry.
   */
  static long uid() throws IOException {
    UnixSystem known = new UnixSystem();
    return known.getUsername() == null ? owner(Path.of("/proc/self")) : known.getUid();
  }

  static long owner(Path path) throws IOException {
    return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
  }

  /** Tries the prefix first: containers and hardened kernels often forbid namespaces. */
  static List<String> commandPrefix(long uid, List<String> leaveRoot) {
    if (uid != 0) {
      return List.of();
    }
    try {
      Process probe =
          new ProcessBuilder(Stream.concat(leaveRoot.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.DISCARD)
              .start();
      if (probe.onExit().join().exitValue() != 0) {
        throw new EmbeddedPostgresException(
            "PostgreSQL does not run as root, and user namespaces (unshare -U) are forbidden here: "
                + ADVICE);
      }
      return leaveRoot;
    } catch (IOException missing) {
      throw new EmbeddedPostgresException(
          "PostgreSQL does not run as root, and the program unshare (util-linux) is missing: "
              + ADVICE,
          missing);
    }
  }
}
