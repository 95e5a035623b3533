package dev.vitals.service.database;

import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The database the configuration names, or the embedded one where it names none.
 *
 * <p>A signal may come while the embedded one is being started, or before anybody is there to stop
 * it. So a shutdown hook of the JVM waits for it and stops it, until {@link #handOver}: a running
 * service drains first, and its lifecycle stops the database after that.
 */
public final class OpenDatabase implements AutoCloseable {
  private static final long START_LIMIT_SECONDS = 60;

  private final CompletableFuture<EmbeddedPostgres> embedded = new CompletableFuture<>();
  private final Thread hook = new Thread(this::closeWhenStarted, "close-database");

  private OpenDatabase() {}

  /** For the service, which owns the embedded database as long as it runs. */
  public static OpenDatabase forService(VitalsConfiguration configuration) {
    return new OpenDatabase().open(configuration, EmbeddedPostgres::start);
  }

  /** For a command, which may find a service running on the embedded database. */
  public static OpenDatabase forCommand(VitalsConfiguration configuration) {
    return new OpenDatabase().open(configuration, EmbeddedPostgres::startOrJoin);
  }

  /** What the embedded database is reached by is put into the configuration. */
  private OpenDatabase open(
      VitalsConfiguration configuration, Function<Path, EmbeddedPostgres> start) {
    if (configuration.isDatabaseEmbedded()) {
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        embedded.complete(start.apply(configuration.getEmbedded().getDataDirectory()));
      } catch (RuntimeException e) {
        embedded.cancel(false);
        throw e;
      }
      TimescaleDataSourceFactory database = configuration.getDatabase();
      database.setUrl(embedded.join().jdbcUrl());
      database.setUser(embedded.join().user());
      database.setPassword(embedded.join().password());
    }
    return this;
  }

  /** From now on somebody else closes this when the JVM is told to stop. */
  public void handOver() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is stopping already, and the hook is at work.
    }
  }

  /** Stops the embedded database if this started it. */
  @Override
  public void close() {
    handOver();
    if (embedded.isDone() && !embedded.isCancelled()) {
      embedded.join().close();
    }
  }

  private void closeWhenStarted() {
    try {
      embedded.orTimeout(START_LIMIT_SECONDS, TimeUnit.SECONDS).join().close();
    } catch (RuntimeException e) {
      // It did not start, so there is nothing to stop.
    }
  }
}
