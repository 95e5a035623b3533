package dev.vitals.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.kind.LostExtensionException;
import dev.vitals.timescale.kind.StorageSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What depends on the kind of database, looked at anew at every start. */
@ParameterizedClass
@EnumSource
class StorageSetupIT {
  private static final String STATE = "select state::text from health_metrics_rollup_state state";

  /** Everything there is, by the file it is in: what is made anew or rewritten gets another. */
  private static final String RELATIONS =
      """
      select oid || ' ' || relfilenode || ' ' || relname || ' ' || relkind::text
               || coalesce(' ' || reloptions::text, '')
      from pg_class
      where relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      order by 1
      """;

  private final TestServer server;

  private TestDatabase database;
  private Jdbi jdbi;

  StorageSetupIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void theDatabaseSaysWhatItWasSetUpAs() {
    assertThat(strings("select kind from health_metrics_rollup_state"))
        .containsExactly(kind().name());
  }

  @Test
  void settingUpAgainChangesNothing() throws Exception {
    List<String> relations = strings(RELATIONS);
    List<String> state = strings(STATE);
    database.migrate();

    assertThat(strings(RELATIONS)).isEqualTo(relations);
    assertThat(strings(STATE)).isEqualTo(state);
  }

  @Test
  void theRollupsAreWhatTheKindHas() {
    List<String> kinds =
        strings(
            "select relkind::text from pg_class where oid in ('health_metrics_15m'::regclass,"
                + " 'health_metrics_1d'::regclass)");

    assertThat(kinds).hasSize(2).containsOnly(kind() == Name.COMMUNITY ? "v" : "r");
  }

  @Test
  void noJobOfTimescalesWorksBesideOurs() {
    assumeTimescale();
    // Below 1000 are its own: telemetry, the history of jobs.
    assertThat(
            strings(
                "select proc_name || ' ' || coalesce(hypertable_name, '')"
                    + " from timescaledb_information.jobs where job_id >= 1000"))
        .isEmpty();
  }

  @Test
  void anotherChunkIntervalIsTakenUpByTheNextStart() throws Exception {
    assumeTimescale();
    assertThat(chunkIntervals()).containsExactly("7 days");
    List<String> relations = strings(RELATIONS);
    database.migrate(
        new StorageSettings(
            Duration.ofDays(3),
            StorageSettings.DEFAULTS.columnarAfter(),
            StorageSettings.DEFAULTS.watermarkLag(),
            Optional.empty()));

    assertThat(chunkIntervals()).containsExactly("3 days");
    assertThat(strings(RELATIONS)).isEqualTo(relations);
  }

  @Test
  void aYearOfDaysIsInFewChunks() {
    Assumptions.assumeTrue(kind() == Name.COMMUNITY, "no continuous aggregates");
    assertThat(
            strings(
                "select time_interval::text from timescaledb_information.dimensions"
                    + " where hypertable_name = (select materialization_hypertable_name"
                    + " from timescaledb_information.continuous_aggregates"
                    + " where view_name = 'health_metrics_1d')"))
        .containsExactly("350 days");
  }

  @Test
  void withoutAColumnstoreInTheSettingsNothingIsPutIntoIt() throws Exception {
    StorageSettings rowsOnly =
        new StorageSettings(
            Duration.ofDays(7), Optional.empty(), Duration.ofDays(2), Optional.empty());
    database.execute(
        "insert into health_metrics values (1, now() - interval '50 days', 60, null, null)");
    database.migrate(rowsOnly);
    database.maintenance(rowsOnly).refresh();

    assertThat(database.maintenance(rowsOnly).compress()).contains(0);
    assertThat(database.maintenance(StorageSettings.DEFAULTS).compress().orElseThrow() > 0)
        .isEqualTo(kind() == Name.COMMUNITY);
  }

  @Test
  void aDatabaseThatWasMoreOnceStopsTheStartAndStaysAsItIs() throws Exception {
    Assumptions.assumeTrue(kind() != Name.COMMUNITY, "a database that can do everything");
    for (Name more : Name.values()) {
      if (more.compareTo(kind()) <= 0) {
        continue;
      }
      database.execute("update health_metrics_rollup_state set kind = '" + more + "'");
      database.execute("drop table if exists health_metrics_1d");
      List<String> relations = strings(RELATIONS);
      List<String> state = strings(STATE);

      assertThatThrownBy(() -> database.migrate())
          .hasRootCauseInstanceOf(LostExtensionException.class)
          .rootCause()
          .hasMessageContaining("was set up as " + more + " and is " + kind() + " now")
          .hasMessageContaining(
              kind() == Name.PLAIN
                  ? "Bring the timescaledb extension back"
                  : "timescaledb.license");
      assertThat(strings(RELATIONS)).isEqualTo(relations);
      assertThat(strings(STATE)).isEqualTo(state);
    }
  }

  /** As after a change of shared_preload_libraries. */
  @Test
  void anExtensionThatIsNotLoadedStopsTheStart() throws Exception {
    Assumptions.assumeTrue(kind() == Name.PLAIN, "only a superuser's hand in the catalog does it");
    database.execute(
        "set allow_system_table_mods = on; insert into pg_extension select 16383, 'timescaledb',"
            + " extowner, extnamespace, false, '2.29.2', null, null from pg_extension limit 1");

    assertThatThrownBy(() -> database.migrate())
        .rootCause()
        .isInstanceOf(LostExtensionException.class)
        .hasMessageContaining("TimescaleDB 2.29.2")
        .hasMessageContaining("shared_preload_libraries")
        .hasMessageNotContaining("license");
  }

  private void assumeTimescale() {
    Assumptions.assumeTrue(kind() != Name.PLAIN, "there are no chunks");
  }

  private Name kind() {
    return jdbi.withHandle(handle -> DetectedDatabase.detect(handle).kind().name());
  }

  private List<String> chunkIntervals() {
    return strings(
        "select extract(day from time_interval) || ' days' from timescaledb_information.dimensions"
            + " where hypertable_name = 'health_metrics'");
  }

  private List<String> strings(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }
}
