package dev.vitals.timescale.kind;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.metrics.KeptMetrics;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A database with history becomes one that can do more: it gains the extension, or the licence. */
@ParameterizedClass
@EnumSource
class DatabaseUpgradeIT {
  enum From {
    /** Set up before there was an extension. */
    PLAIN,
    /** Set up with the extension under its Apache licence. */
    APACHE
  }

  private final From from;

  private TestDatabase database;
  private Jdbi jdbi;
  private History history;

  DatabaseUpgradeIT(From from) {
    this.from = from;
  }

  @BeforeEach
  void makeHistory() throws Exception {
    database = TestDatabase.plain(TestServer.TIMESCALE);
    database.migrate();
    jdbi = database.jdbi();
    history = new History(database);
    history.make();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void noSampleAndNoAnswerIsLost() throws Exception {
    List<Summary> answers = history.answers();
    RollupState state = state();
    long samples = count("health_metrics");
    assertThat(answers).doesNotContain(Summary.empty(SHIPPED));
    assertThat(count("health_metrics_late_days")).isEqualTo(2);

    upgrade();

    assertThat(count("health_metrics")).isEqualTo(samples);
    assertThat(count("health_metrics_late_days")).isEqualTo(2);
    assertThat(state().coverage().horizonMicros()).isEqualTo(state.coverage().horizonMicros());
    assertThat(state().markedBelowMicros()).isEqualTo(state.markedBelowMicros());
    assertThat(history.answers()).isEqualTo(answers);
  }

  @Test
  void theSamplesAreInChunksAndTheRollupsAreWhatTheNewKindHas() throws Exception {
    upgrade();

    String kind = string("select kind from health_metrics_rollup_state");
    assertThat(kind).isEqualTo(detected().name());
    assertThat(string("select count(*) from only health_metrics")).isEqualTo("0");
    assertThat(string("select count(*) > 3 from show_chunks('health_metrics')")).isEqualTo("t");
    assertThat(
            string(
                "select string_agg(indexname, ' ' order by indexname) from pg_indexes"
                    + " where tablename = 'health_metrics'"))
        .isEqualTo("health_metrics_pkey health_metrics_timestamp");
    assertThat(
            string(
                "select count(*) from timescaledb_information.continuous_aggregates"
                    + " where materialized_only"))
        .isEqualTo(kind.equals("COMMUNITY") ? "2" : "0");
  }

  @Test
  void aSecondStartChangesNothingMore() throws Exception {
    upgrade();
    RollupState state = state();
    database.migrate();

    assertThat(state()).isEqualTo(state);
  }

  @Test
  void allWorkGoesOn() throws Exception {
    List<Summary> answers = history.answers();
    List<Summary> wholeDays = history.answersOfWholeDays();
    upgrade();
    RollupMaintenance maintenance = history.maintenance(Optional.empty());
    maintenance.refresh();
    assertThat(history.answers()).isEqualTo(answers);
    assertThat(maintenance.verify()).contains(0L);

    assertThat(maintenance.settle()).contains(2L);
    assertThat(history.answers()).isEqualTo(answers);
    maintenance.compress();
    maintenance.rebuild();
    assertThat(history.answers()).isEqualTo(answers);
    assertThat(maintenance.verify()).contains(0L);

    assertThat(history.maintenance(Optional.of(Duration.ofDays(15))).retain()).contains(true);
    assertThat(history.answersOfWholeDays()).isEqualTo(wholeDays);
    assertThat(maintenance.verify()).contains(0L);
  }

  @Test
  void lateSamplesAreTakenAndAnsweredAtOnceAndExpiredOnesAreNot() throws Exception {
    long before = history.samplesOfUserOne();
    upgrade();
    history.storeLate(25);
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 1);

    history.maintenance(Optional.empty()).refresh();
    history.storeLate(24);
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 2);
    history.maintenance(Optional.empty()).settle();
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 2);
    assertThat(count("health_metrics_late_days")).isZero();
    assertThat(history.maintenance(Optional.empty()).verify()).contains(0L);
    assertThatThrownBy(() -> history.storeLate(50)).isInstanceOf(ExpiredSamplesException.class);
  }

  @Test
  void untilTheNextStartAllIsAsItWas() throws Exception {
    long before = history.samplesOfUserOne();
    database.execute("create extension timescaledb");
    history.storeLate(25);
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 1);

    history.maintenance(Optional.empty()).settle();
    history.maintenance(Optional.empty()).refresh();
    history.maintenance(Optional.of(Duration.ofDays(28))).retain();
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 1);
    assertThat(history.maintenance(Optional.empty()).rebuild()).isPresent();
    assertThat(history.samplesOfUserOne()).isEqualTo(before + 1);
    assertThat(history.maintenance(Optional.empty()).verify()).contains(0L);
  }

  private void upgrade() throws Exception {
    database.execute("create extension timescaledb");
    if (from == From.APACHE) {
      // The licence is the whole server's, so this is what a start under the other one leaves.
      jdbi.useHandle(
          handle ->
              new TimescaleApache()
                  .setUp(handle, StorageSettings.DEFAULTS, KeptMetrics.read(handle)));
      database.execute("update health_metrics_rollup_state set kind = 'APACHE'");
    }
    database.migrate();
  }

  private DatabaseKind.Name detected() {
    return jdbi.withHandle(handle -> DetectedDatabase.detect(handle).kind().name());
  }

  private RollupState state() {
    return jdbi.withHandle(RollupStates::read);
  }

  private long count(String table) {
    return Long.parseLong(string("select count(*) from " + table));
  }

  private String string(String query) {
    return jdbi.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }
}
