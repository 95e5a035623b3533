package dev.vitals.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link ServiceMain}, so that there is a service that can be killed. */
final class ServiceProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  ServiceProcess(Path dataDirectory) throws IOException {
    this(List.of(), System.getProperty("java.class.path"), dataDirectory);
  }

  ServiceProcess(List<String> prefix, String classPath, Path dataDirectory) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath, ServiceMain.class.getName()));
    command.add(dataDirectory.toString());
    process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
    output = process.inputReader();
  }

  /** Waits until it has something to say; empty if it ended without a word. */
  String firstLine() {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its server's main process. */
  ProcessHandle awaitServer() {
    String line = firstLine();
    if (!line.startsWith("started ")) {
      throw new IllegalStateException(line);
    }
    return ProcessHandle.of(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .orElseThrow();
  }

  /** As kill -9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** A process that died and was not reaped yet counts as alive for Java, but runs nothing. */
  static boolean isRunning(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent();
  }

  /** The parent first, so that it does not see its children die. */
  static void killWithChildren(long server) {
    ProcessHandle parent = ProcessHandle.of(server).orElseThrow();
    List<ProcessHandle> children = parent.descendants().toList();
    parent.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    if (process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join().isAlive()) {
      kill();
    }
  }
}
