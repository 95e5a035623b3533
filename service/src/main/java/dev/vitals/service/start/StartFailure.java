package dev.vitals.service.start;

import dev.vitals.embedded.EmbeddedPostgresException;
import dev.vitals.service.configuration.UnusableVariableException;
import dev.vitals.simulator.run.SimulationFailedException;
import dev.vitals.timescale.error.UnknownProtocolException;
import dev.vitals.timescale.kind.LostExtensionException;
import dev.vitals.timescale.rollup.NothingFilledException;
import dev.vitals.timescale.schema.MetricMismatchException;
import dev.vitals.timescale.schema.MissingRightException;
import dev.vitals.timescale.schema.OlderSchemaException;
import dev.vitals.timescale.schema.RestoringException;
import io.dropwizard.configuration.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.Optional;
import liquibase.exception.LiquibaseException;

/** Why a start or a command did not work, as one line for whoever typed it. */
public final class StartFailure {
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String UNDEFINED_FILE = "58P01";

  private final Throwable thrown;

  private StartFailure(Throwable thrown) {
    this.thrown = thrown;
  }

  public static StartFailure of(Throwable thrown) {
    return new StartFailure(thrown);
  }

  /** One line; with a stack trace only if nobody foresaw it. */
  public void print(PrintWriter out) {
    Optional<String> reason = reason();
    out.println("vitals: " + reason.orElse("a fault of ours:"));
    if (reason.isEmpty()) {
      thrown.printStackTrace(out);
    }
    out.flush();
  }

  private Optional<String> reason() {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String reason = reason(cause);
      if (!reason.isEmpty()) {
        return Optional.of(reason.strip().replaceAll("\\s*\\R\\s*", " "));
      }
    }
    return Optional.empty();
  }

  /** Empty if this exception is no reason of its own. */
  private static String reason(Throwable cause) {
    if (cause instanceof ConfigurationException wrong) {
      return "the configuration is wrong: " + WrongConfiguration.reason(wrong);
    }
    if (cause instanceof FileNotFoundException) {
      // Dropwizard's says "File config.yml not found".
      return "there is no file "
          + String.valueOf(cause.getMessage()).replaceFirst("^File (.*) not found$", "$1");
    }
    if (cause instanceof StartRefusedException
        || cause instanceof UnusableVariableException
        || cause instanceof SimulationFailedException
        || cause instanceof EmbeddedPostgresException
        || cause instanceof LostExtensionException
        || cause instanceof OlderSchemaException
        || cause instanceof MetricMismatchException
        || cause instanceof MissingRightException
        || cause instanceof NothingFilledException
        || cause instanceof RestoringException
        || cause instanceof UnknownProtocolException
        || isFailureToBind(cause)) {
      return String.valueOf(cause.getMessage());
    }
    if (cause instanceof IllegalStateException
        && "Shutdown in progress".equals(cause.getMessage())) {
      return "stopped before it had started";
    }
    if (cause instanceof SQLException sql) {
      return "the database says: " + sql.getMessage() + remedy(sql);
    }
    if (cause instanceof LiquibaseException && cause.getCause() == null) {
      return "the schema cannot be brought up to date: " + cause.getMessage();
    }
    return "";
  }

  private static String remedy(SQLException said) {
    if (isOfAnotherTimescale(said)) {
      return ": this database was made with another TimescaleDB than its server has, as behind a newer"
          + " image: bring that version back, or run \"alter extension timescaledb update\" as a"
          + " superuser and the first command of a session (docs/operations.md)";
    }
    return UNDEFINED_TABLE.equals(said.getSQLState())
        ? ": bring its schema up to date with \"./vitals db migrate config.yml\""
        : "";
  }

  /** Its library is gone, or does not go with what the database has of it. */
  private static boolean isOfAnotherTimescale(SQLException said) {
    String message = String.valueOf(said.getMessage());
    return (UNDEFINED_FILE.equals(said.getSQLState()) && message.contains("/timescaledb"))
        || message.contains("extension \"timescaledb\"");
  }

  /** Jetty's, which names the address, and is not always the outermost. */
  private static boolean isFailureToBind(Throwable cause) {
    return cause instanceof IOException
        && String.valueOf(cause.getMessage()).startsWith("Failed to bind to ");
  }
}
