package dev.vitals.embedded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server's main process as its {@code postmaster.pid} tells, once it was seen to be ours.
 *
 * <p>A number alone is not enough. After kill -9 the file stays, and the number may belong to
 * another process by now; in a container, where numbers are few, soon even to a thread of this JVM.
 * PostgreSQL would refuse to start, and {@code pg_ctl stop} would send it SIGINT. So the process
 * must run the program unpacked into this directory. A process that has died but is not yet reaped
 * by its parent, which nobody does in some containers, has no program either.
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
  private static final int PID = 0;
  private static final int PORT = 3;
  private static final int STATUS = 7;

  static Optional<Postmaster> of(DataDirectory directory) throws IOException {
    List<String> lines = lines(directory);
    return process(lines)
        .filter(process -> isOurs(process, directory))
        .map(process -> new Postmaster(process, port(lines), line(lines, STATUS).equals("ready")));
  }

  /**
   * Removes the file if its number now belongs to somebody else. Harmless even if a server is
   * there: that one still holds the shared memory named after the files, and no other starts then.
   */
  static void forgetForeign(DataDirectory directory) throws IOException {
    if (process(lines(directory)).filter(process -> !isOurs(process, directory)).isPresent()) {
      Files.deleteIfExists(file(directory));
    }
  }

  static boolean isOurs(ProcessHandle process, DataDirectory directory) {
    return process
        .info()
        .command()
        .map(Path::of)
        .filter(program -> program.startsWith(directory.root()) && program.endsWith("postgres"))
        .isPresent();
  }

  private static Optional<ProcessHandle> process(List<String> lines) {
    String pid = line(lines, PID);
    return pid.matches("[1-9][0-9]{0,9}")
        ? ProcessHandle.of(Long.parseLong(pid))
        : Optional.empty();
  }

  private static int port(List<String> lines) {
    String port = line(lines, PORT);
    return port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
  }

  /** The server writes the file in several steps; what is not there yet is empty. */
  private static String line(List<String> lines, int index) {
    return index < lines.size() ? lines.get(index).strip() : "";
  }

  private static List<String> lines(DataDirectory directory) throws IOException {
    try {
      // One line is a path, in whatever encoding, and must not keep us from the numbers.
      return Files.readAllLines(file(directory), ISO_8859_1);
    } catch (NoSuchFileException notRunning) {
      return List.of();
    }
  }

  private static Path file(DataDirectory directory) {
    return directory.cluster().resolve("postmaster.pid");
  }
}
