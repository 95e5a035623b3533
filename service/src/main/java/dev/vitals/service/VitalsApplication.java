package dev.vitals.service;

import dev.vitals.application.erase.EraseSamples;
import dev.vitals.application.export.ExportSamples;
import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.FindLatest;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.application.query.SummarizeSeries;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.rest.RestApi;
import dev.vitals.service.admin.AdminPage;
import dev.vitals.service.configuration.EmbeddedSettings;
import dev.vitals.service.configuration.ExportSettings;
import dev.vitals.service.configuration.IngestSettings;
import dev.vitals.service.configuration.Limits;
import dev.vitals.service.configuration.QuotedEnvironment;
import dev.vitals.service.configuration.StorageConfiguration;
import dev.vitals.service.configuration.StrictConfigurationFactoryFactory;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.DatabaseCommand;
import dev.vitals.service.database.OpenDatabase;
import dev.vitals.service.erase.EraseCommand;
import dev.vitals.service.health.AnswersCheck;
import dev.vitals.service.health.ClockCheck;
import dev.vitals.service.health.CommitWatch;
import dev.vitals.service.health.CommitsCheck;
import dev.vitals.service.health.ConnectionsCheck;
import dev.vitals.service.health.DatabaseCheck;
import dev.vitals.service.health.DiskCheck;
import dev.vitals.service.health.Health;
import dev.vitals.service.health.IngestQueueCheck;
import dev.vitals.service.health.RequestsCheck;
import dev.vitals.service.health.SchemaCheck;
import dev.vitals.service.metrics.ExportMetrics;
import dev.vitals.service.metrics.Gauges;
import dev.vitals.service.metrics.IngestMetrics;
import dev.vitals.service.metrics.LogMetrics;
import dev.vitals.service.metrics.MeteredLatestSource;
import dev.vitals.service.metrics.MeteredSampleEraser;
import dev.vitals.service.metrics.MeteredSampleStore;
import dev.vitals.service.metrics.MeteredSeriesSource;
import dev.vitals.service.metrics.MeteredSummarySource;
import dev.vitals.service.metrics.MeteredUserDirectory;
import dev.vitals.service.metrics.PoolMetrics;
import dev.vitals.service.metrics.Prometheus;
import dev.vitals.service.metrics.QueueMetrics;
import dev.vitals.service.metrics.RequestMetrics;
import dev.vitals.service.metrics.ThreadMetrics;
import dev.vitals.service.metrics.WriteMetrics;
import dev.vitals.service.rollup.RollupReport;
import dev.vitals.service.rollup.RollupSchedule;
import dev.vitals.service.rollup.RollupsCommand;
import dev.vitals.service.rollup.StorageReport;
import dev.vitals.service.simulate.SimulateCommand;
import dev.vitals.service.start.CheckCommand;
import dev.vitals.service.start.CommandLine;
import dev.vitals.service.start.EndingExports;
import dev.vitals.service.start.PatientShutdown;
import dev.vitals.service.start.ServeCommand;
import dev.vitals.service.start.Started;
import dev.vitals.timescale.DatabaseClock;
import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.export.TimescaleSampleSource;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSeriesSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.schema.SchemaMigration;
import dev.vitals.timescale.schema.SchemaVersion;
import dev.vitals.timescale.user.RemovedUsers;
import dev.vitals.timescale.user.TimescaleUserDirectory;
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
import java.time.Duration;
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

    MetricCatalogue catalogue = configuration.catalogue();
    Jdbi jdbi = storage(configuration, environment, health, metrics);
    ClockCheck clock = clock(jdbi, health, metrics);
    StorageConfiguration storage = configuration.getStorage();
    TimescaleUserDirectory directory =
        new TimescaleUserDirectory(jdbi, storage.getRememberedNames());
    RemovedUsers removed = directory.removed();
    health.addToReadiness(
        "database", new DatabaseCheck(new DatabaseProbe(jdbi), directory::forget));
    IdentifyUsers users = new IdentifyUsers(new MeteredUserDirectory(directory, metrics));
    health.addToReadiness("users", new AnswersCheck("name of a user", users::isStuck));
    IngestSamples ingest =
        ingest(
            configuration.getIngest(), users, removed, jdbi, clock, environment, health, metrics);
    SummarizeRange summarize =
        new SummarizeRange(
            users,
            new MeteredSummarySource(
                new TimescaleSummarySource(jdbi, storage.readSamplesUpTo().orElse(null), removed),
                metrics));
    environment.lifecycle().manage(new AutoCloseableManager(summarize));
    SummarizeSeries series =
        new SummarizeSeries(
            users,
            new MeteredSeriesSource(
                new TimescaleSeriesSource(jdbi, storage.readSamplesUpTo().orElse(null), removed),
                metrics));
    environment.lifecycle().manage(new AutoCloseableManager(series));
    health.addToReadiness("series", new AnswersCheck("series", series::isStuck));
    FindLatest latest =
        new FindLatest(
            users, new MeteredLatestSource(new TimescaleLatestSource(jdbi, removed), metrics));
    environment.lifecycle().manage(new AutoCloseableManager(latest));
    health.addToReadiness(
        "latest", new AnswersCheck("question for newest values", latest::isStuck));
    EraseSamples erase =
        new EraseSamples(
            users, new MeteredSampleEraser(new TimescaleSampleEraser(jdbi, removed), metrics));
    environment.lifecycle().manage(new AutoCloseableManager(erase));
    ExportSamples exports =
        exports(
            configuration.getExport(),
            configuration.getDatabase().getMaxSize(),
            users,
            removed,
            jdbi,
            environment,
            metrics);
    // Stopped first, for it hands on to the others.
    environment.lifecycle().manage(new AutoCloseableManager(users));
    health.addToReadiness("questions", new AnswersCheck("question", summarize::isStuck));

    RestApi.install(
        (AbstractServerFactory) configuration.getServerFactory(),
        environment,
        catalogue,
        ingest,
        summarize,
        series,
        latest,
        exports,
        erase,
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

  private static ExportSamples exports(
      ExportSettings settings,
      int connections,
      IdentifyUsers users,
      RemovedUsers removed,
      Jdbi jdbi,
      Environment environment,
      PrometheusRegistry metrics) {
    Duration timeLimit = settings.getTimeLimit().toJavaDuration();
    ExportSamples exports =
        new ExportSamples(
            users,
            new TimescaleSampleSource(jdbi, timeLimit, removed),
            new ExportMetrics(metrics),
            settings.atOnce(connections),
            timeLimit);
    environment.lifecycle().manage(new AutoCloseableManager(exports));
    environment.lifecycle().addServerLifecycleListener(new EndingExports(exports));
    new Gauges(metrics)
        .add("vitals_exports_running", "Exports that are under way.", exports::running)
        .add(
            "vitals_exports_limit",
            "Exports there may be at once: export.atOnce, and no more than half of the connections.",
            () -> settings.atOnce(connections));
    return exports;
  }

  /** Closed before the pool, when the server has answered its last request. */
  private static IngestSamples ingest(
      IngestSettings settings,
      IdentifyUsers users,
      RemovedUsers removed,
      Jdbi jdbi,
      ClockCheck checked,
      Environment environment,
      Health health,
      PrometheusRegistry metrics) {
    InstantSource clock = InstantSource.system();
    CommitWatch store =
        new CommitWatch(
            new MeteredSampleStore(
                new TimescaleSampleStore(jdbi, new WriteMetrics(metrics), removed), clock, metrics),
            clock);
    IngestMetrics records = new IngestMetrics(metrics);
    GroupCommit commits = new GroupCommit(store);
    environment.lifecycle().manage(new AutoCloseableManager(commits));
    IngestSamples ingest =
        new IngestSamples(
            users,
            commits,
            settings.getQueueSamples(),
            clock,
            settings.getOldestSample().toJavaDuration(),
            records,
            checked::isWrong);
    health.add(
        "ingest-queue", new IngestQueueCheck(ingest::samplesInMemory, settings.getQueueSamples()));
    health.addToReadiness("commits", new CommitsCheck(commits::isStuck, store::lateFailure));
    QueueMetrics.register(ingest, commits, settings.getQueueSamples(), metrics);
    return ingest;
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
