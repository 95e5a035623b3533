package dev.vitals.timescale;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.util.Duration;
import java.util.Map;

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

  private static final Map<String, String> DRIVER_PROPERTIES =
      Map.of(
          "ApplicationName", "vitals",
          "connectTimeout", "5",
          // A database that is there but frozen must not hold a thread for ever.
          "socketTimeout", "20",
          "tcpKeepAlive", "true",
          // The detail of an error quotes the row: readings, in the log.
          "logServerErrorDetail", "false");

  public TimescaleDataSourceFactory() {
    setDriverClass("org.postgresql.Driver");
    setUrl("");
    setMinSize(2);
    setInitialSize(2);
    setMaxSize(16);
    setMaxWaitForConnection(Duration.seconds(2));
    setCheckConnectionOnBorrow(true);
    setValidationInterval(Duration.seconds(1));
    setValidationQueryTimeout(Duration.seconds(2));
    // The upsert counts on it: a row that changed under it is read again, not an error.
    setDefaultTransactionIsolation(TransactionIsolation.READ_COMMITTED);
    setInitializationQuery("set statement_timeout = '15s'");
  }

  @Override
  public ManagedDataSource build(MetricRegistry metrics, String name) {
    ManagedPooledDataSource pool = (ManagedPooledDataSource) super.build(metrics, name);
    DRIVER_PROPERTIES.forEach(pool.getDbProperties()::putIfAbsent);
    String configured = pool.getInitSQL();
    pool.setInitSQL((configured == null ? "" : configured + "; ") + COMMIT_IS_DURABLE);
    return pool;
  }
}
