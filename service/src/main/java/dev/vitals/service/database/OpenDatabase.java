package dev.vitals.service.database;

import dev.vitals.embedded.EmbeddedPostgres;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.start.StartRefusedException;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The database the configuration names, or the embedded one where it names none. */
public final class OpenDatabase implements AutoCloseable {
  /** Stands for the URL of the embedded database, which is known only once it runs. */
  public static final String EMBEDDED = "embedded";

  private static final String URL_PREFIX = "jdbc:postgresql:";

  private final @Nullable EmbeddedPostgres embedded;

  private OpenDatabase(@Nullable EmbeddedPostgres embedded) {
    this.embedded = embedded;
  }

  /** For the service, which owns the embedded database as long as it runs. */
  public static OpenDatabase forService(VitalsConfiguration configuration) {
    return open(configuration, EmbeddedPostgres::start);
  }

  /** For a command, which may find a service running on the embedded database. */
  public static OpenDatabase forCommand(VitalsConfiguration configuration) {
    return open(configuration, EmbeddedPostgres::startOrJoin);
  }

  /** What the embedded database is reached by is put into the configuration. */
  private static OpenDatabase open(
      VitalsConfiguration configuration, Function<Path, EmbeddedPostgres> start) {
    TimescaleDataSourceFactory database = configuration.getDatabase();
    String url = database.getUrl();
    if (url.startsWith(URL_PREFIX)) {
      return new OpenDatabase(null);
    }
    if (!url.equals(EMBEDDED)) {
      throw new StartRefusedException(
          "database.url (DATABASE_URL) must start with jdbc:postgresql:, as in"
              + " jdbc:postgresql://localhost:5432/vitals, or be left empty",
          null);
    }
    EmbeddedPostgres embedded = start.apply(configuration.getEmbedded().getDataDirectory());
    database.setUrl(embedded.jdbcUrl());
    database.setUser(embedded.user());
    database.setPassword(embedded.password());
    return new OpenDatabase(embedded);
  }

  /** Stops the embedded database if this started it. */
  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
