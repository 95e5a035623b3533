package dev.vitals.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the server by {@code pg_ctl}, which makes it the leader of a session of its own:
 * Ctrl-C in the terminal reaches the service, which drains and then stops the database.
 */
record Server(DataDirectory directory, Commands commands) {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /** Long, because it includes recovery after a crash; a server that dies is noticed at once. */
  static final Duration START_LIMIT = Duration.ofMinutes(5);

  /** What a killed server leaves, children and shared memory, is gone well within this. */
  private static final Duration RETRY_LIMIT = Duration.ofSeconds(10);

  private static final long RETRY_MILLIS = 200;
  private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(15);

  /** pg_ctl keeps the limit it is given; we only watch that it does. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Each passes by itself: a port lost to somebody else, the remains of a killed server. */
  private static final List<String> PASSING =
      List.of(
          "Address already in use",
          "pre-existing shared memory block",
          "\"postmaster.pid\" already exists");

  Optional<Postmaster> running() throws IOException {
    return Postmaster.of(directory);
  }

  Postmaster startOnFreePort() throws IOException {
    return start(0);
  }

  /**
   * Starts on this port, or on any free one if it is 0. A server that runs already is a leftover,
   * or was started a moment ago by a pg_ctl whose service was killed: it is stopped first.
   */
  Postmaster start(int port) throws IOException {
    long giveUp = System.nanoTime() + RETRY_LIMIT.toNanos();
    while (true) {
      running()
          .ifPresent(
              leftover ->
                  LOG.warn(
                      "Embedded PostgreSQL outlived its service, stopping it pid={}",
                      leftover.process().pid()));
      stop();
      Postmaster.forgetForeign(directory);
      ServerLog log = new ServerLog(directory.log());
      long before = log.size();
      Commands.Outcome outcome = pgCtlStart(port == 0 ? freePort() : port);
      Optional<Postmaster> started = running();
      if (outcome.ok() && started.isPresent()) {
        return started.get();
      }
      String said = log.since(before);
      if (PASSING.stream().noneMatch(said::contains) || System.nanoTime() > giveUp) {
        stop();
        throw new EmbeddedPostgresException(
            "embedded PostgreSQL does not start: %s (see %s)"
                .formatted(Commands.Outcome.reason(outcome.output() + said), directory.log()));
      }
      pause();
    }
  }

  private Commands.Outcome pgCtlStart(int port) throws IOException {
    return commands.run(
        START_LIMIT.plus(GRACE),
        "pg_ctl",
        "start",
        "--silent",
        "--wait",
        "--timeout=" + START_LIMIT.toSeconds(),
        "--pgdata=" + directory.cluster(),
        "--log=" + directory.log(),
        "--options=" + ServerSettings.commandLine(port));
  }

  /** Stops what runs, ever less politely. A server stopped impolitely recovers at its start. */
  void stop() throws IOException {
    if (running().isPresent()) {
      pgCtlStop("fast", FAST_STOP_LIMIT);
    }
    if (running().isPresent()) {
      LOG.warn(
          "Embedded PostgreSQL does not stop, stopping it at once directory={}", directory.root());
      pgCtlStop("immediate", IMMEDIATE_STOP_LIMIT);
    }
    running().ifPresent(hung -> hung.process().destroyForcibly());
  }

  private void pgCtlStop(String mode, Duration limit) throws IOException {
    commands.run(
        limit.plus(GRACE),
        "pg_ctl",
        "stop",
        "--silent",
        "--wait",
        "--mode=" + mode,
        "--timeout=" + limit.toSeconds(),
        "--pgdata=" + directory.cluster());
  }

  /** Free now; if somebody takes it before the server does, start tries another. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static void pause() {
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while waiting for the database", e);
    }
  }
}
