package dev.vitals.timescale.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schema could not be brought up to date for want of a right, as on PostgreSQL 15 and newer,
 * where only a database's owner may make tables in its schema public. The message is one line that
 * gives the right.
 */
public final class MissingRightException extends RuntimeException {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final Pattern SCHEMA = Pattern.compile("permission denied for schema (\\S+)");
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");

  private MissingRightException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** For a user who may not even look into the schema, which nothing says by itself. */
  static void requireSchema(Connection connection) throws SQLException {
    if (connection.getSchema() == null) {
      throw new MissingRightException(
          "the database has no schema for our tables: " + grantOn("public", connection), null);
    }
  }

  /** Empty if it failed for another reason. */
  static Optional<MissingRightException> of(Throwable failure, Connection connection)
      throws SQLException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
        String message = String.valueOf(sql.getMessage());
        return Optional.of(
            new MissingRightException(
                "the database says: " + message + ": " + remedy(message, connection), failure));
      }
    }
    return Optional.empty();
  }

  private static String remedy(String message, Connection connection) throws SQLException {
    Matcher schema = SCHEMA.matcher(message);
    return schema.find()
        ? grantOn(schema.group(1), connection)
        : "%s has to own what Vitals has made here: connect as its owner, or run \"alter table ... owner to %1$s\" and the like as a superuser"
            .formatted(user(connection));
  }

  private static String grantOn(String schema, Connection connection) throws SQLException {
    return "run \"grant usage, create on schema %s to %s\" in this database as its owner or a superuser"
        .formatted(schema, user(connection));
  }

  private static String user(Connection connection) throws SQLException {
    return quoted(connection.getMetaData().getUserName());
  }

  /** As it is written in SQL. */
  private static String quoted(String name) {
    return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
