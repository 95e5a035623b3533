package dev.vitals.service.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends signals by a shell that is there already: a commit is over before a program for each has
 * started.
 */
final class Signals implements AutoCloseable {
  private final Process shell;
  private final Writer commands;
  private final BufferedReader answers;

  Signals() throws IOException {
    shell = new ProcessBuilder("sh").start();
    commands = shell.outputWriter();
    answers = shell.inputReader();
  }

  /** They cannot run on, but for a system call they are in. */
  void stop(List<Long> pids) throws IOException {
    send("STOP", pids);
  }

  void resume(List<Long> pids) throws IOException {
    send("CONT", pids);
  }

  void killMinusNine(List<Long> pids) throws IOException {
    send("KILL", pids);
  }

  /** In that order, and returns when they are sent. Those that are gone already are passed over. */
  private void send(String signal, List<Long> pids) throws IOException {
    String each =
        pids.stream()
            .map(pid -> "kill -%s %s 2>/dev/null; ".formatted(signal, pid))
            .collect(Collectors.joining());
    commands.write(each + "echo sent\n");
    commands.flush();
    if (!"sent".equals(answers.readLine())) {
      throw new IOException("the shell that sends signals has ended");
    }
  }

  @Override
  public void close() {
    shell.destroy();
  }
}
