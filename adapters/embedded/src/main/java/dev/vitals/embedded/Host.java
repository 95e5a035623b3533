package dev.vitals.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the machine has to have for PostgreSQL's programs to run on it. */
final class Host {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /**
   * What the kernel says of a program that is there when the loader it names is not, and what
   * musl's loader says of one that was made for glibc. A library that glibc's loader misses is
   * another matter.
   */
  private static final Pattern OTHER_LIBRARY =
      Pattern.compile("^(?!.*shared librar).*No such file or directory|Error relocating");

  private Host() {}

  /**
   * Asked before anything else is done with the programs, or what is wrong with the machine would
   * be told as a fault of the directory.
   *
   * @throws EmbeddedPostgresException they do not run here
   */
  static void requireRuns(Commands commands) throws IOException {
    Path server = commands.program("postgres");
    if (!Files.isExecutable(server)) {
      throw new EmbeddedPostgresException(
          "%1$s may not be run, as on a volume that is mounted noexec: mount it with exec (of Docker: --tmpfs %2$s:exec; else \"mount -o remount,exec\" and its mount point), or choose another data directory (VITALS_DATA_DIR)"
              .formatted(server, commands.directory().root()));
    }
    String said;
    try {
      Commands.Outcome outcome = commands.run(LIMIT, "postgres", "--version");
      if (outcome.ok()) {
        return;
      }
      said = outcome.reason();
    } catch (IOException e) {
      said = String.valueOf(e.getMessage());
      if (!OTHER_LIBRARY.matcher(said).find()) {
        throw e;
      }
    }
    throw new EmbeddedPostgresException(
        OTHER_LIBRARY.matcher(said).find()
            ? "the embedded PostgreSQL needs glibc, and this system has another C library, as"
                + " Alpine's musl: use a system with glibc, or set DATABASE_URL to a database of"
                + " your own"
            : "the embedded PostgreSQL does not run here: %s: set DATABASE_URL to a database of your own"
                .formatted(said));
  }
}
