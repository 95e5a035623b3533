package dev.vitals.service;

import dev.vitals.rest.RestApi;
import dev.vitals.service.admin.AdminPage;
import dev.vitals.service.configuration.EmbeddedSettings;
import dev.vitals.service.configuration.Limits;
import dev.vitals.service.configuration.QuotedEnvironment;
import dev.vitals.service.configuration.StorageConfiguration;
import dev.vitals.service.configuration.StrictConfigurationFactoryFactory;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.DatabaseCommand;
import dev.vitals.service.database.OpenDatabase;
import dev.vitals.service.erase.EraseCommand;
import dev.vitals.service.health.ClockCheck;
import dev.vitals.service.health.ConnectionsCheck;
import dev.vitals.service.health.DiskCheck;
import dev.vitals.service.health.Health;
import dev.vitals.service.health.RequestsCheck;
import dev.vitals.service.health.SchemaCheck;
import dev.vitals.service.metrics.Gauges;
import dev.vitals.service.metrics.LogMetrics;
import dev.vitals.service.metrics.PoolMetrics;
import dev.vitals.service.metrics.Prometheus;
import dev.vitals.service.metrics.RequestMetrics;
import dev.vitals.service.metrics.ThreadMetrics;
import dev.vitals.service.rollup.RollupReport;
import dev.vitals.service.rollup.RollupSchedule;
import dev.vitals.service.rollup.RollupsCommand;
import dev.vitals.service.rollup.StorageReport;
import dev.vitals.service.simulate.SimulateCommand;
import dev.vitals.service.start.CheckCommand;
import dev.vitals.service.start.CommandLine;
import dev.vitals.service.start.PatientShutdown;
import dev.vitals.service.start.ServeCommand;
import dev.vitals.service.start.Started;
import dev.vitals.timescale.DatabaseClock;
import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.schema.SchemaMigration;
import dev.vitals.timescale.schema.SchemaVersion;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.Connection;
import java.time.InstantSource;
import java.util.Locale;
import org.apache.tomcat.jdbc.pool.DataSourceProxy;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Puts the parts together. */
public class VitalsApplication extends Application<VitalsConfiguration> {
  /** Kept for a start that fails half-way, when no lifecycle is there yet to close it. */
  private @Nullable OpenDatabase database;

  public static void main(String[] arguments) {
    // One language for all that is said: libraries know others in part, digits included.
    Locale.setDefault(Locale.ENGLISH);
    new VitalsApplication().run(arguments);
  }

  @Override
  public String getName() {
    return "vitals";
  }

  /** As the superclass does, with a command line of our own. */
  @Override
  public void run(String... arguments) {
    Bootstrap<VitalsConfiguration> bootstrap = new Bootstrap<>(this);
    addDefaultCommands(bootstrap);
    initialize(bootstrap);
    bootstrap.registerMetrics();
    new CommandLine(bootstrap, System.out, System.err).run(arguments).ifPresent(this::onFatalError);
  }

  @Override
  protected void addDefaultCommands(Bootstrap<VitalsConfiguration> bootstrap) {
    bootstrap.addCommand(new ServeCommand(this));
    bootstrap.addCommand(new CheckCommand(System.out));
    bootstrap.addCommand(new DatabaseCommand());
    bootstrap.addCommand(new RollupsCommand());
    bootstrap.addCommand(new EraseCommand());
    bootstrap.addCommand(new SimulateCommand(System.getenv()));
  }

  @Override
  public void initialize(Bootstrap<VitalsConfiguration> bootstrap) {
    bootstrap.setValidatorFactory(Limits.validatorFactory());
    bootstrap.setConfigurationFactoryFactory(new StrictConfigurationFactoryFactory());
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            bootstrap.getConfigurationSourceProvider(), new QuotedEnvironment(System.getenv())));
  }

  @Override
  public void run(VitalsConfiguration configuration, Environment environment) throws Exception {
    AdminPage.install(environment.admin());
    PrometheusRegistry metrics = Prometheus.install(environment.admin());
    LogMetrics.register(environment.metrics(), metrics);
    environment.lifecycle().addServerLifecycleListener(new ThreadMetrics(metrics));
    Health health = new Health(environment);

    Jdbi jdbi = storage(configuration, environment, health, metrics);
    ClockCheck clock = clock(jdbi, health, metrics);
    RestApi.install(
        (AbstractServerFactory) configuration.getServerFactory(),
        environment,
        configuration.catalogue(),
        new UseCaseSetup(configuration, environment, jdbi, health, metrics).useCases(clock),
        configuration.getIngest().restLimits(),
        new RequestMetrics(metrics));
    requests(environment, health, metrics);
    health.install(configuration.getShutdownDelay(), metrics);
    environment.lifecycle().addServerLifecycleListener(new PatientShutdown());
    environment.lifecycle().addServerLifecycleListener(new Started());
  }

  /** Known before the first request comes, and looked at every second from then on. */
  private static ClockCheck clock(Jdbi jdbi, Health health, PrometheusRegistry metrics) {
    ClockCheck clock = new ClockCheck(new DatabaseClock(jdbi)::read, InstantSource.system());
    clock.execute();
    health.addToReadiness("clock", clock);
    new Gauges(metrics)
        .add(
            "vitals_clock_wrong",
            "1 while this machine's clock cannot be right: what it would refuse is answered 503.",
            () -> clock.isWrong() ? 1 : 0);
    return clock;
  }

  /** Stops in the reverse order: the server, then the pool, then the database. */
  private Jdbi storage(
      VitalsConfiguration configuration,
      Environment environment,
      Health health,
      PrometheusRegistry metrics)
      throws Exception {
    if (configuration.isDatabaseEmbedded()) {
      disk(configuration.getEmbedded(), health, metrics);
    }
    OpenDatabase opened = OpenDatabase.forService(configuration);
    database = opened;
    environment.lifecycle().manage(new AutoCloseableManager(opened));
    environment.lifecycle().addServerLifecycleListener(server -> opened.handOver());

    TimescaleDataSourceFactory settings = configuration.getDatabase();
    try (Connection connection = settings.connect()) {
      if (configuration.isMigrateAtStart()) {
        SchemaMigration.run(connection, configuration.storageSettings());
      } else {
        SchemaMigration.look(connection, configuration.storageSettings());
      }
    }
    rollups(configuration, settings, environment, health, metrics);
    ManagedDataSource pool = settings.build(environment.metrics(), "database");
    PoolMetrics.register((DataSourceProxy) pool, metrics);
    Jdbi jdbi =
        TimescaleJdbi.configured(new JdbiFactory().build(environment, settings, pool, "database"));
    // Its own says "unhealthy" and no more.
    environment.healthChecks().unregister("database");
    health.add(
        "connections",
        new ConnectionsCheck(
            new DatabaseProbe(TimescaleJdbi.configured(Jdbi.create(settings::connectBriefly)))));
    health.addToReadiness("schema", new SchemaCheck(SchemaVersion.shipped(), jdbi));
    return jdbi;
  }

  private static void requests(Environment environment, Health health, PrometheusRegistry metrics) {
    RequestsCheck requests = new RequestsCheck();
    environment.lifecycle().addServerLifecycleListener(requests);
    health.addToReadiness("requests", requests);
    new Gauges(metrics)
        .add(
            "vitals_http_pickup_seconds",
            "How long a request waits for a thread.",
            requests::waitSeconds);
  }

  private static void disk(EmbeddedSettings embedded, Health health, PrometheusRegistry metrics) {
    DiskCheck disk = new DiskCheck(embedded.getDataDirectory(), embedded.getMinFreeSpace());
    health.add("disk", disk);
    new Gauges(metrics)
        .addKnown(
            "vitals_embedded_disk_free_bytes",
            "What the disk of the embedded database has left.",
            disk::knownFreeBytes);
  }

  private static void rollups(
      VitalsConfiguration configuration,
      TimescaleDataSourceFactory database,
      Environment environment,
      Health health,
      PrometheusRegistry metrics) {
    StorageConfiguration storage = configuration.getStorage();
    RollupReport report =
        new RollupReport(
            metrics,
            InstantSource.system(),
            storage
                .getWatermarkLag()
                .toJavaDuration()
                .plus(storage.getRefreshEvery().toJavaDuration()));
    health.add("rollups", report);
    RollupSchedule schedule =
        new RollupSchedule(
            new RollupMaintenance(
                TimescaleJdbi.configured(Jdbi.create(database::connect)),
                configuration.storageSettings()),
            storage,
            InstantSource.system(),
            report,
            new StorageReport(metrics));
    environment.lifecycle().manage(schedule);
    environment.lifecycle().addServerLifecycleListener(schedule);
  }

  @Override
  protected void onFatalError(Throwable thrown) {
    try {
      if (database != null) {
        database.close();
      }
    } finally {
      super.onFatalError(thrown);
    }
  }
}
