package dev.vitals.service;

import dev.vitals.application.ingest.GroupCommit;
import dev.vitals.application.ingest.IngestSamples;
import dev.vitals.application.query.SummarizeRange;
import dev.vitals.rest.RestApi;
import dev.vitals.service.configuration.QuotedEnvironment;
import dev.vitals.service.configuration.StorageConfiguration;
import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.database.DatabaseCommand;
import dev.vitals.service.database.OpenDatabase;
import dev.vitals.service.rollup.RollupReport;
import dev.vitals.service.rollup.RollupSchedule;
import dev.vitals.service.rollup.RollupsCommand;
import dev.vitals.service.simulate.SimulateCommand;
import dev.vitals.service.start.PatientShutdown;
import dev.vitals.service.start.ServeCommand;
import dev.vitals.service.start.Started;
import dev.vitals.timescale.TimescaleDataSourceFactory;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.TimescaleSummarySource;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.schema.SchemaMigration;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.CheckCommand;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.sql.Connection;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Puts the parts together. */
public class VitalsApplication extends Application<VitalsConfiguration> {
  /** Kept for a start that fails half-way, when no lifecycle is there yet to close it. */
  private @Nullable OpenDatabase database;

  public static void main(String[] arguments) throws Exception {
    new VitalsApplication().run(arguments);
  }

  @Override
  public String getName() {
    return "vitals";
  }

  @Override
  protected void addDefaultCommands(Bootstrap<VitalsConfiguration> bootstrap) {
    bootstrap.addCommand(new ServeCommand(this));
    bootstrap.addCommand(new CheckCommand<>(this));
    bootstrap.addCommand(new DatabaseCommand());
    bootstrap.addCommand(new RollupsCommand());
    bootstrap.addCommand(new SimulateCommand());
  }

  @Override
  public void initialize(Bootstrap<VitalsConfiguration> bootstrap) {
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            bootstrap.getConfigurationSourceProvider(), new QuotedEnvironment(System.getenv())));
  }

  @Override
  public void run(VitalsConfiguration configuration, Environment environment) throws Exception {
    Jdbi jdbi = storage(configuration, environment);

    // Closed before the pool, when the server has answered its last request.
    GroupCommit commits = new GroupCommit(new TimescaleSampleStore(jdbi));
    environment.lifecycle().manage(new AutoCloseableManager(commits));
    IngestSamples ingest =
        new IngestSamples(
            commits,
            configuration.getIngest().getQueueSamples(),
            InstantSource.system(),
            configuration.getIngest().getOldestSample().toJavaDuration());
    environment.metrics().registerGauge("ingest.samplesInMemory", ingest::samplesInMemory);
    environment.metrics().registerGauge("ingest.samplesWaiting", commits::samplesWaiting);
    SummarizeRange summarize =
        new SummarizeRange(
            new TimescaleSummarySource(
                jdbi, configuration.getStorage().getReadSamplesUpTo().toJavaDuration()));

    RestApi.install(
        (AbstractServerFactory) configuration.getServerFactory(),
        environment,
        ingest,
        summarize,
        configuration.getIngest().restLimits());
    environment.lifecycle().addServerLifecycleListener(new PatientShutdown());
    environment.lifecycle().addServerLifecycleListener(new Started());
  }

  /** Stops in the reverse order: the server, then the pool, then the database. */
  private Jdbi storage(VitalsConfiguration configuration, Environment environment)
      throws Exception {
    OpenDatabase opened = OpenDatabase.forService(configuration);
    database = opened;
    environment.lifecycle().manage(new AutoCloseableManager(opened));
    environment.lifecycle().addServerLifecycleListener(server -> opened.handOver());

    TimescaleDataSourceFactory pool = configuration.getDatabase();
    try (Connection connection = pool.connect()) {
      if (configuration.isMigrateAtStart()) {
        SchemaMigration.run(connection, configuration.getStorage().settings());
      } else {
        SchemaMigration.look(connection);
      }
    }
    rollups(configuration.getStorage(), pool, environment);
    return TimescaleJdbi.configured(new JdbiFactory().build(environment, pool, "database"));
  }

  private static void rollups(
      StorageConfiguration storage, TimescaleDataSourceFactory database, Environment environment) {
    RollupReport report =
        new RollupReport(
            environment.metrics(),
            InstantSource.system(),
            storage
                .getWatermarkLag()
                .toJavaDuration()
                .plus(storage.getRefreshEvery().toJavaDuration()));
    environment.healthChecks().register("rollups", report);
    RollupSchedule schedule =
        new RollupSchedule(
            new RollupMaintenance(
                TimescaleJdbi.configured(Jdbi.create(database::connect)), storage.settings()),
            storage,
            InstantSource.system(),
            report);
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
