package dev.vitals.service.process;

import dev.vitals.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The embedded database of a service that runs.
 *
 * @param data its directory
 */
public record RunningDatabase(Path data) {
  public Connection connect() throws SQLException {
    EmbeddedPostgres database = EmbeddedPostgres.startOrJoin(data);
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** One number. */
  public long query(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
