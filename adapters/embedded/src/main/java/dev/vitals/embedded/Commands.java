package dev.vitals.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Runs PostgreSQL's own tools: one at a time, each within a time limit, none as root. */
record Commands(List<String> prefix, Path binaries, DataDirectory directory) {

  /** How a tool ended, and what it printed. */
  record Outcome(boolean ok, String output) {
    private static final Pattern SAYS_WHY =
        Pattern.compile("(FATAL|PANIC|error):|terminated by signal|Bus error");

    private static final Pattern GOODBYE =
        Pattern.compile("removing |database system is shut down|Examine the log output");

    String reason() {
      return reason(output);
    }

    /** The line that tells why a tool or the server gave up: what follows are mere goodbyes. */
    static String reason(String output) {
      return last(output, SAYS_WHY.asPredicate())
          .or(() -> last(output, GOODBYE.asPredicate().negate()))
          .orElse("it left no message");
    }

    private static Optional<String> last(String output, Predicate<String> which) {
      return output.lines().filter(which).reduce((first, second) -> second);
    }
  }

  Outcome run(Duration limit, String tool, String... arguments) throws IOException {
    return run("", limit, tool, arguments);
  }

  Outcome run(String input, Duration limit, String tool, String... arguments) throws IOException {
    Process process = start(tool, arguments);
    try (var stdin = process.outputWriter(UTF_8)) {
      stdin.write(input);
    } catch (IOException endedWithoutReading) {
      // Its exit status and its output tell more than a broken pipe.
    }
    // Joined, because an interrupt must not leave a server half stopped; the limit bounds it.
    process.onExit().completeOnTimeout(process, limit.toMillis(), MILLISECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly();
      return new Outcome(false, tool + " did not end within " + limit.toSeconds() + " s");
    }
    // Not readString: it throws if there is a path in another encoding.
    byte[] output = Files.readAllBytes(directory.commandOutput());
    return new Outcome(process.exitValue() == 0, new String(output, UTF_8));
  }

  Path program(String tool) {
    return binaries.resolve("bin").resolve(tool);
  }

  /** Output goes to a file: a pipe would be inherited by the server and never end. */
  private Process start(String tool, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(program(tool).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.commandOutput().toFile());
    // PGDATA, PGPORT and the like are the user's, for other databases.
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    // English messages, which ServerLog looks for, and on macOS a locale that always exists.
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }
}
