package dev.vitals.timescale;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's pool settings with the defaults this service needs: a caller learns soon that the
 * database is away, and a connection that died with it is not lent again. All of it is
 * configuration, but for what the promises rest on, which {@link #build} adds.
 */
public class TimescaleDataSourceFactory extends DataSourceFactory {
  /**
   * An acknowledged sample is committed and on disk. An operator's stronger setting (remote_apply)
   * stays.
   */
  private static final String COMMIT_IS_DURABLE =
      "select set_config('synchronous_commit', 'on', false)"
          + " where current_setting('synchronous_commit') = 'off'";

  /**
   * Says that this service marks late samples, without which the database refuses its writes; keeps
   * queries from being compiled, which takes longer than they run; and lets the server notice in
   * two minutes that we are gone, since a session holds locks. Days are those of UTC: the driver
   * would set the zone of the JVM.
   */
  public static final String SESSION =
      "set vitals.protocol = 3; set jit = off; set timezone = 'UTC'; set tcp_keepalives_idle = 60;"
          + " set tcp_keepalives_interval = 15; set tcp_keepalives_count = 4";

  /**
   * A plan made once takes a third of the time of a short question away. And of a few users' years
   * the planner has workers started, which takes 40 to 90 ms where the rows take one. On a
   * hypertable such a plan would be about every chunk, and workers do read a columnstore faster, so
   * there the server chooses.
   */
  private static final String PLANNING =
      "select set_config('plan_cache_mode', 'force_generic_plan', false),"
          + " set_config('max_parallel_workers_per_gather', '0', false)"
          + " where not exists (select from pg_extension where extname = 'timescaledb')";

  private static final Map<String, String> DRIVER_PROPERTIES =
      Map.of(
          "ApplicationName", "vitals",
          "connectTimeout", "5",
          // Also of one that accepts and then says nothing.
          "loginTimeout", "5",
          // A database that is there but frozen must not hold a thread for ever.
          "socketTimeout", "20",
          "tcpKeepAlive", "true",
          // The detail of an error quotes the row: readings, in the log.
          "logServerErrorDetail", "false");

  private boolean initialSizeIsGiven;

  // Dropwizard's setters may be overridden, and some are, below: they read no field of ours, or are
  // called as Dropwizard's.
  @SuppressWarnings("this-escape")
  public TimescaleDataSourceFactory() {
    setDriverClass("org.postgresql.Driver");
    super.setMinSize(2);
    super.setInitialSize(2);
    setMaxSize(16);
    setMaxWaitForConnection(Duration.seconds(2));
    setCheckConnectionOnBorrow(true);
    setValidationInterval(Duration.seconds(1));
    setValidationQueryTimeout(Duration.seconds(2));
    // It would put a comment before each statement, whose text JDBI then parses anew each time.
    setAutoCommentsEnabled(false);
    // The upsert counts on it: a row that changed under it is read again, not an error.
    setDefaultTransactionIsolation(TransactionIsolation.READ_COMMITTED);
    // Writers hold a lock that the watermark's next raise waits for.
    setInitializationQuery(
        "set statement_timeout = '15s'; set idle_in_transaction_session_timeout = '15s'");
  }

  /** Empty, as an environment variable that is not set, means none. */
  @Override
  public void setUser(@Nullable String user) {
    super.setUser(user == null || user.isEmpty() ? null : user);
  }

  /** Empty means none, as for the user. */
  @Override
  public void setPassword(@Nullable String password) {
    super.setPassword(password == null || password.isEmpty() ? null : password);
  }

  /** Opened at the start as well, or who sets one of them would have to set both. */
  @Override
  public void setMinSize(int minSize) {
    super.setMinSize(minSize);
    if (!initialSizeIsGiven) {
      super.setInitialSize(minSize);
    }
  }

  @Override
  public void setInitialSize(int initialSize) {
    initialSizeIsGiven = true;
    super.setInitialSize(initialSize);
  }

  /** What is wrong then is minSize, and said of it. */
  @Override
  public boolean isInitialSizeLessThanMaxSize() {
    return !initialSizeIsGiven || super.isInitialSizeLessThanMaxSize();
  }

  /** The pool cuts it to an int of milliseconds, and takes 0 or less for waiting for ever. */
  @Override
  @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
  @MaxDuration(value = 1, unit = TimeUnit.HOURS)
  public Duration getMaxWaitForConnection() {
    return super.getMaxWaitForConnection();
  }

  /** The pool cuts it to seconds, and takes 0 for no limit. */
  @Override
  public Optional<@MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration>
      getValidationQueryTimeout() {
    return super.getValidationQueryTimeout();
  }

  /** For migrations, which take as long as they take and may be silent meanwhile. */
  public void liftTimeLimits() {
    setInitializationQuery("");
    getProperties().put("socketTimeout", "0");
  }

  /** One connection without a pool and without its time limits: for migrations. */
  public Connection connect() throws SQLException {
    return connect(Map.of("socketTimeout", "0"));
  }

  /** One connection without a pool, for a question that is answered at once. */
  public Connection connectBriefly() throws SQLException {
    return connect(Map.of());
  }

  private Connection connect(Map<String, String> overriding) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(DRIVER_PROPERTIES);
    properties.putAll(getProperties());
    properties.putAll(overriding);
    if (getUser() != null) {
      properties.setProperty("user", getUser());
    }
    if (getPassword() != null) {
      properties.setProperty("password", getPassword());
    }
    Connection connection = DriverManager.getConnection(getUrl(), properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION + "; " + COMMIT_IS_DURABLE);
      return connection;
    } catch (SQLException e) {
      try (connection) { // what its closing throws hides nothing
        throw e;
      }
    }
  }

  @Override
  public ManagedDataSource build(MetricRegistry metrics, String name) {
    ManagedPooledDataSource pool = (ManagedPooledDataSource) super.build(metrics, name);
    DRIVER_PROPERTIES.forEach(pool.getDbProperties()::putIfAbsent);
    // It would ask each value of each row by reflection.
    pool.getPoolProperties().setUseStatementFacade(false);
    // A statement is a transaction: without this nothing would ever be committed.
    pool.setDefaultAutoCommit(true);
    String configured = pool.getInitSQL();
    boolean none = configured == null || configured.isEmpty();
    pool.setInitSQL(
        (none ? "" : configured + "; ") + SESSION + "; " + COMMIT_IS_DURABLE + "; " + PLANNING);
    return pool;
  }
}
