package dev.vitals.timescale.schema;

import dev.vitals.timescale.error.StoreErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import liquibase.changelog.ChangeLogParameters;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.jdbi.v3.core.Jdbi;

/** The changes of the schema that this version needs. */
public final class SchemaVersion {
  private final List<String> changes;

  private SchemaVersion(List<String> changes) {
    this.changes = List.copyOf(changes);
  }

  /** Those that came with it. */
  public static SchemaVersion shipped() throws LiquibaseException {
    ResourceAccessor resources = new ClassLoaderResourceAccessor();
    return new SchemaVersion(
        ChangeLogParserFactory.getInstance()
            .getParser(SchemaMigration.CHANGELOG, resources)
            .parse(SchemaMigration.CHANGELOG, new ChangeLogParameters(), resources)
            .getChangeSets()
            .stream()
            .map(change -> change.getId())
            .toList());
  }

  /**
   * What a database lacks of them. What it has beyond them is of a newer version, which is fenced
   * where it matters.
   *
   * @throws dev.vitals.application.store.StoreUnavailableException it does not answer
   * @throws dev.vitals.application.store.StoreRejectedException it was never migrated
   */
  public List<String> missing(Jdbi jdbi) {
    Set<String> there =
        StoreErrors.translated(
            () ->
                jdbi.withHandle(
                    handle ->
                        new HashSet<>(
                            handle
                                .createQuery("select id from databasechangelog")
                                .mapTo(String.class)
                                .list())));
    return changes.stream().filter(change -> !there.contains(change)).toList();
  }
}
