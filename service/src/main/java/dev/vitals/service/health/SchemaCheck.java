package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import dev.vitals.application.store.StoreRejectedException;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.timescale.error.StoreErrors;
import dev.vitals.timescale.schema.SchemaVersion;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Whether the database has the schema that this version needs. */
public final class SchemaCheck extends HealthCheck {
  private static final String MIGRATE = "run ./vitals db migrate config.yml";

  private final SchemaVersion version;
  private final Jdbi jdbi;

  public SchemaCheck(SchemaVersion version, Jdbi jdbi) {
    this.version = version;
    this.jdbi = jdbi;
  }

  @Override
  protected Result check() {
    try {
      List<String> missing = version.missing(jdbi);
      return missing.isEmpty()
          ? Result.healthy()
          : Result.unhealthy("the schema lacks %s: %s", missing, MIGRATE);
    } catch (StoreRejectedException e) {
      return StoreErrors.isUndefinedTable(e)
          ? Result.unhealthy("the database has no schema of ours: %s", MIGRATE)
          : Result.unhealthy(
              "the database does not tell its schema (%s): a right of its user is missing, or it is"
                  + " damaged",
              StoreErrors.said(e));
    } catch (StoreUnavailableException e) {
      return Result.unhealthy("not known while the database does not answer");
    }
  }
}
