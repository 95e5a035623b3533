package dev.vitals.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that lives with the service and keeps its data in one directory.
 *
 * <p>Durable: a committed transaction survives kill -9 of the service, of the server and of both,
 * whatever is written into {@code postgresql.conf}.
 *
 * <p>Closed: reachable from this machine only, with the password in the directory, which only its
 * owner can read. The directory has one owning process at a time. The server's log holds neither
 * statements nor values.
 *
 * <p>Alive: a server that dies is started again on the same port; connections break meanwhile. It
 * does not stop with the JVM. The owner calls {@link #close} when the service has drained; if it
 * cannot, the next start takes over what was left.
 *
 * <p>Threads: any number at once.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(60);

  private final int port;
  private final String password;
  private final @Nullable OwnedServer owned;

  private EmbeddedPostgres(int port, String password, @Nullable OwnedServer owned) {
    this.port = port;
    this.password = password;
    this.owned = owned;
  }

  /**
   * Owns the directory and starts the database in it, creating both if absent. Returns when the
   * database answers; after a crash that includes its recovery.
   *
   * @throws DataDirectoryInUseException another service owns the directory
   * @throws EmbeddedPostgresException anything else; what was started has been stopped again
   */
  public static EmbeddedPostgres start(Path dataDirectory) {
    try {
      Binaries binaries = Binaries.forThisMachine();
      List<String> prefix = Privileges.commandPrefix();
      DataDirectory directory = DataDirectory.open(dataDirectory);
      OwnedServer owned = OwnedServer.start(directory, binaries, prefix);
      return new EmbeddedPostgres(owned.postmaster().port(), owned.password(), owned);
    } catch (IOException | UncheckedIOException e) {
      throw cannotUse(dataDirectory, e);
    }
  }

  /**
   * For commands that run once: joins the database of a service that runs on the directory, and
   * starts it like {@link #start} when there is none. What was joined goes when its owner closes
   * it.
   *
   * @throws EmbeddedPostgresException as for {@link #start}, or the owner did not get it running
   */
  public static EmbeddedPostgres startOrJoin(Path dataDirectory) {
    long giveUp = System.nanoTime() + JOIN_LIMIT.toNanos();
    while (true) {
      try {
        return start(dataDirectory);
      } catch (DataDirectoryInUseException inUse) {
        Optional<EmbeddedPostgres> joined = join(dataDirectory);
        if (joined.isPresent()) {
          return joined.get();
        }
        if (System.nanoTime() > giveUp) {
          throw new EmbeddedPostgresException(
              "its database is not ready, look at its log: " + inUse.getMessage(), inUse);
        }
        Server.pause();
      }
    }
  }

  /** Empty while the owner is still starting it. */
  private static Optional<EmbeddedPostgres> join(Path dataDirectory) {
    try {
      DataDirectory directory = DataDirectory.open(dataDirectory);
      Optional<Postmaster> ready = Postmaster.of(directory).filter(Postmaster::ready);
      return ready.isEmpty()
          ? Optional.empty()
          : Optional.of(new EmbeddedPostgres(ready.get().port(), Password.read(directory), null));
    } catch (IOException | UncheckedIOException e) {
      throw cannotUse(dataDirectory, e);
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + Cluster.DATABASE;
  }

  /** Owner of the database, no superuser. */
  public String user() {
    return Cluster.ROLE;
  }

  public String password() {
    return password;
  }

  /**
   * Stops the database, within a minute, and gives up the directory. Does nothing if it was joined,
   * or closed before. A restart that is under way, because the server had died, is waited for
   * first: with its recovery that can take five minutes more.
   */
  @Override
  public void close() {
    if (owned != null) {
      try {
        owned.close();
      } catch (IOException e) {
        throw EmbeddedPostgresException.because("cannot stop the embedded database", e);
      }
    }
  }

  /** Of the server's main process; changes when it had to be started again. */
  long serverPid() {
    return owned == null ? 0 : owned.postmaster().process().pid();
  }

  private static EmbeddedPostgresException cannotUse(Path dataDirectory, Exception e) {
    return EmbeddedPostgresException.because(
        "cannot use data directory " + dataDirectory.toAbsolutePath(), e);
  }
}
