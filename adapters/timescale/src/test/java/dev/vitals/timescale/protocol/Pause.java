package dev.vitals.timescale.protocol;

import static org.awaitility.Awaitility.await;

import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;

/** Holds a session at a point of its way until it is released. */
final class Pause implements AutoCloseable {
  private final Connection holder;

  private Pause(Connection holder) {
    this.holder = holder;
  }

  /** Whoever fills the rollup waits; whoever reads it does not. */
  static Pause before(TestDatabase database, String rollup) throws SQLException {
    Connection holder = database.connect();
    boolean isAggregate =
        Jdbi.create(database.url()).withHandle(DetectedDatabase::detect).kind().name()
            == Name.COMMUNITY;
    try (Statement statement = holder.createStatement()) {
      String table = rollup;
      if (isAggregate) {
        try (ResultSet row =
            statement.executeQuery(
                "select format('%I.%I', materialization_hypertable_schema,"
                    + " materialization_hypertable_name)"
                    + " from timescaledb_information.continuous_aggregates where view_name = '"
                    + rollup
                    + "'")) {
          row.next();
          table = row.getString(1);
        }
      }
      holder.setAutoCommit(false);
      statement.execute("lock table " + table + " in share mode");
    }
    return new Pause(holder);
  }

  /** Returns once somebody waits for what this holds. */
  void awaitWaiting() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (Statement statement = holder.createStatement();
                  ResultSet row =
                      statement.executeQuery(
                          "select count(*) from pg_locks join pg_database on database = pg_database.oid"
                              + " where datname = current_database() and not granted"
                              + " and locktype = 'relation'")) {
                row.next();
                return row.getLong(1) > 0;
              }
            });
  }

  void release() throws SQLException {
    holder.rollback();
  }

  /** Runs something after each statement that is made through the given JDBI. */
  static void behindEachStatement(Jdbi jdbi, Runnable work) {
    AtomicBoolean within = new AtomicBoolean();
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logAfterExecution(StatementContext context) {
            if (within.compareAndSet(false, true)) {
              work.run();
              within.set(false);
            }
          }
        });
  }

  /**
   * Runs something after each statement whose text has a part, and that is prepared on a connection
   * of the given JDBI, be it by JDBI or not: those of writers are not.
   */
  static void behindEachStatementWith(String part, Jdbi jdbi, Runnable work) {
    AtomicBoolean within = new AtomicBoolean();
    jdbi.installPlugin(
        new JdbiPlugin() {
          @Override
          public Connection customizeConnection(Connection connection) {
            return proxy(
                Connection.class,
                (method, arguments) -> {
                  Object result = method.invoke(connection, arguments);
                  return result instanceof PreparedStatement statement
                          && arguments[0].toString().contains(part)
                      ? interrupted(statement, within, work)
                      : result;
                });
          }
        });
  }

  private static PreparedStatement interrupted(
      PreparedStatement statement, AtomicBoolean within, Runnable work) {
    return proxy(
        PreparedStatement.class,
        (method, arguments) -> {
          Object result = method.invoke(statement, arguments);
          if (method.getName().equals("execute") && within.compareAndSet(false, true)) {
            work.run();
            within.set(false);
          }
          return result;
        });
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            Pause.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }

  @Override
  public void close() throws SQLException {
    holder.close();
  }
}
