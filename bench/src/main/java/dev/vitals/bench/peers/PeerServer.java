package dev.vitals.bench.peers;

import dev.vitals.bench.rig.CpuMeter;
import dev.vitals.bench.rig.Directories;
import dev.vitals.bench.rig.HttpConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process on a port of 127.0.0.1. Its data and its log are gone when it is closed. */
final class PeerServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** Less of a core than this over two seconds is no work. */
  private static final double IDLE = 0.05;

  private static final Duration IDLE_LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final Path directory;
  private final int port;

  private PeerServer(Process process, Path directory, int port) {
    this.process = process;
    this.directory = directory;
    this.port = port;
  }

  /**
   * @param directory of its own, for all it keeps
   * @param readyPath answers when it is
   */
  static PeerServer start(
      List<String> command,
      Map<String, String> environment,
      Path directory,
      int port,
      String readyPath)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("log").toFile());
    builder.environment().putAll(environment);
    PeerServer server = new PeerServer(builder.start(), directory, port);
    try {
      server.awaitReady(readyPath);
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady(String path) throws Exception {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (HttpConnection connection = new HttpConnection(port)) {
        if (connection.answer(out -> out.write(HttpConnection.get(path))).isSuccess()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(50); // it does not listen yet
      }
    }
    throw new IllegalStateException(Files.readString(directory.resolve("log")));
  }

  int port() {
    return port;
  }

  CpuMeter meter() {
    return CpuMeter.ofOneProcess(process.pid());
  }

  /** What it does behind its answers it would otherwise do while somebody else is measured. */
  void awaitIdle() throws InterruptedException {
    CpuMeter meter = meter();
    long deadline = System.nanoTime() + IDLE_LIMIT.toNanos();
    double used;
    do {
      double before = meter.read().service();
      Thread.sleep(2_000);
      used = (meter.read().service() - before) / 2;
    } while (used > IDLE && System.nanoTime() < deadline);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Directories.delete(directory);
  }
}
