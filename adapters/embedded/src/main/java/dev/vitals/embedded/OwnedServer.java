package dev.vitals.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server, the lock that makes it ours, and a watch that starts it again when it dies: on the same
 * port, so that connection pools recover by themselves.
 *
 * <p>The watch polls. {@link ProcessHandle#onExit} does so too for what is no child of ours, but
 * ever more slowly, and in a container it never learns of a dead process that nobody reaps.
 */
final class OwnedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedServer.class);
  private static final long POLL_MILLIS = 250;

  private final DirectoryLock lock;
  private final String password;
  private final Server server;
  private final ServerLog log;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(OwnedServer::daemon);
  private final Backoff backoff =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), System.nanoTime());

  private Postmaster postmaster;
  private boolean closed;

  private OwnedServer(DirectoryLock lock, String password, Server server) throws IOException {
    this.password = password;
    this.lock = lock;
    this.server = server;
    this.log = new ServerLog(server.directory().log());
    this.postmaster = server.startOnFreePort();
  }

  /**
   * @throws DataDirectoryInUseException another service owns the directory
   */
  static OwnedServer start(DataDirectory directory, Binaries binaries, List<String> prefix)
      throws IOException {
    long begin = System.nanoTime();
    DirectoryLock lock = DirectoryLock.acquire(directory);
    try {
      Cluster.checkVersion(directory, binaries);
      directory.deleteTemporaries();
      String password = Password.readOrCreate(directory);
      Path home = binaries.unpackInto(directory);
      Commands commands = new Commands(prefix, home, directory);
      Host.requireRuns(commands);
      Cluster.createIfAbsent(directory, commands, password);
      return start(lock, password, new Server(directory, commands), binaries, begin);
    } catch (Throwable e) { // an Error, too: whoever catches it may try again
      undo(e, lock);
      throw e;
    }
  }

  /** A server does not end with the JVM, so whatever fails once there may be one stops it. */
  private static OwnedServer start(
      DirectoryLock lock, String password, Server server, Binaries binaries, long begin)
      throws IOException {
    try {
      OwnedServer owned = new OwnedServer(lock, password, server);
      // Only now: until it was stopped, a server from before an upgrade needed its binaries.
      server.directory().deleteBinariesOtherThan(server.commands().binaries());
      LOG.info(
          "Embedded PostgreSQL started version={} port={} pid={} directory={} ms={}",
          binaries.version(),
          owned.postmaster.port(),
          owned.postmaster.process().pid(),
          server.directory().root(),
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      owned.watch(); // last: it would start again what a failure stops
      return owned;
    } catch (Throwable e) {
      undo(e, server::stop);
      throw e;
    }
  }

  private static void undo(Throwable failure, AutoCloseable begun) {
    try {
      begun.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private void watch() {
    var unused = // check reports its own failures
        watch.scheduleWithFixedDelay(this::check, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable check) {
    Thread thread = new Thread(check, "embedded-postgres-watch");
    thread.setDaemon(true);
    return thread;
  }

  String password() {
    return password;
  }

  synchronized Postmaster postmaster() {
    return postmaster;
  }

  /** Must not throw: that would end the watch. */
  private synchronized void check() {
    if (closed) {
      return;
    }
    try {
      if (!isAlive() && backoff.mayTry(System.nanoTime())) {
        restart();
      }
      log.keepBounded();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Watching embedded PostgreSQL failed, will try again error={}", e.toString());
    }
  }

  private boolean isAlive() {
    return Postmaster.isOurs(postmaster.process(), server.directory());
  }

  private void restart() throws IOException {
    long oldPid = postmaster.process().pid();
    LOG.warn("Embedded PostgreSQL died, starting it again pid={}", oldPid);
    postmaster = server.start(postmaster.port());
    LOG.warn(
        "Embedded PostgreSQL restarted port={} pid={} oldPid={}",
        postmaster.port(),
        postmaster.process().pid(),
        oldPid);
  }

  /** Waits for a restart that is under way: what it starts must be stopped, too. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    watch.shutdown();
    try (lock) {
      server.stop();
      LOG.info("Embedded PostgreSQL stopped directory={}", server.directory().root());
    }
  }
}
