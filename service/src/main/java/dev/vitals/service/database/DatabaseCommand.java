package dev.vitals.service.database;

import dev.vitals.service.configuration.VitalsConfiguration;
import dev.vitals.service.start.DatabaseUrl;
import dev.vitals.service.start.StartFailure;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.schema.SchemaMigration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.migrations.DbCommand;
import liquibase.Liquibase;
import liquibase.database.Database;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jspecify.annotations.Nullable;

/** {@code db migrate}, {@code db status} and what else dropwizard-migrations has. */
public final class DatabaseCommand extends DbCommand<VitalsConfiguration> {
  private StorageSettings settings = StorageSettings.DEFAULTS;

  public DatabaseCommand() {
    super("db", DatabaseCommand::reached, VitalsConfiguration.class, SchemaMigration.CHANGELOG);
  }

  @Override
  protected void run(
      @Nullable Bootstrap<VitalsConfiguration> bootstrap,
      Namespace namespace,
      VitalsConfiguration configuration)
      throws Exception {
    DatabaseUrl.requireUsable(configuration);
    OpenDatabase database = OpenDatabase.forCommand(configuration);
    configuration.getDatabase().liftTimeLimits();
    settings = configuration.storageSettings();
    try (database) {
      super.run(bootstrap, namespace, configuration);
    }
  }

  @Override
  public void run(Namespace namespace, Liquibase liquibase) throws Exception {
    if ("migrate".equals(namespace.getString("subcommand"))) {
      Database database = liquibase.getDatabase();
      SchemaMigration.underLock(
          database,
          () -> {
            super.run(namespace, liquibase);
            SchemaMigration.setUpStorage(database, settings);
          });
    } else {
      super.run(namespace, liquibase);
    }
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable e) {
    StartFailure.of(e).print(cli.getStdErr());
  }

  private static PooledDataSourceFactory reached(VitalsConfiguration configuration) {
    return configuration.getDatabase();
  }
}
