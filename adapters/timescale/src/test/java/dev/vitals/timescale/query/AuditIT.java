package dev.vitals.timescale.query;

import static dev.vitals.application.store.StoredSamples.DOZEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.NothingFilledException;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verification counts every wrong bucket; audits come upon one sooner or later. */
@ParameterizedClass
@EnumSource
class AuditIT {
  /** Negative, as one that has a name. */
  private static final long USER = -7;

  private static final int DAYS = 100;

  /** One in thirty or so looks at a given moment: all of these miss it once in ten million runs. */
  private static final int MANY_AUDITS = 500;

  private static final int SOME_AUDITS = 50;

  private final TestServer server;

  private TestDatabase database;
  private Jdbi jdbi;
  private RollupMaintenance maintenance;

  /** Noon of a day; its rollups go up to noon, so its morning is in the quarter hours alone. */
  private Instant watermark;

  AuditIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void fill() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
    Instant now = Instant.now();
    watermark =
        now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1)).plus(Duration.ofHours(12));
    StorageSettings settings =
        TestDatabase.withMetrics(
            DOZEN,
            new StorageSettings(
                Duration.ofDays(100),
                Optional.empty(),
                Duration.between(watermark, now),
                Optional.empty()));
    database.migrate(settings);
    maintenance = database.maintenance(settings);
    int[] values = DOZEN.metrics().stream().mapToInt(Metric::greatest).toArray();
    SampleBatchBuilder builder = new SampleBatchBuilder(DOZEN, DAYS);
    for (int day = 0; day < DAYS; day++) {
      values[DOZEN.numberOf("steps")] = 100 + day;
      builder.add(USER, EpochMicros.of(sampleAt(day)), values);
    }
    new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers())
        .store(builder.build().collapsed());
    maintenance.refresh();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  enum Fault {
    /** Of a day that is read from its daily row. */
    DAY("health_metrics_1d", 20, "steps_sum"),
    /** Of the morning below the watermark. */
    QUARTER_HOUR("health_metrics_15m", 0, "fine_sum"),
    /** One more than there is. */
    CORRECTION("health_metrics_1d_corrections", 30, "order_sum");

    private final String relation;
    private final int daysAgo;
    private final String figure;

    Fault(String relation, int daysAgo, String figure) {
      this.relation = relation;
      this.daysAgo = daysAgo;
      this.figure = figure;
    }
  }

  @Test
  void whatIsRightIsNotReported() {
    assertThat(maintenance.verify()).contains(0L);
    assertThat(audits(SOME_AUDITS)).doesNotContain(false);
  }

  @ParameterizedTest
  @EnumSource
  void oneWrongRowIsCountedAndFoundAndARebuildTakesItAway(Fault fault) throws Exception {
    tamper(fault);

    assertThat(maintenance.verify()).contains(1L);
    assertThat(audits(MANY_AUDITS)).anyMatch(agrees -> !agrees);

    maintenance.rebuild();
    assertThat(maintenance.verify()).contains(0L);
  }

  @Test
  void aMissingRowIsCountedToo() throws Exception {
    database.execute("delete from " + table("health_metrics_1d") + " where " + of(Fault.DAY));

    assertThat(maintenance.verify()).contains(1L);
  }

  @Test
  void whereNothingIsFilledNothingIsRight() throws Exception {
    database.execute(
        "update health_metrics_rollup_state set read_below_15m = '-infinity',"
            + " read_below_1d = '-infinity'");

    assertThatThrownBy(maintenance::verify).isInstanceOf(NothingFilledException.class);
  }

  /** Up to the first that does not agree. Some have nothing to ask for. */
  private List<Boolean> audits(int most) {
    List<Boolean> answers = new ArrayList<>();
    for (int audit = 0; audit < most && !answers.contains(false); audit++) {
      Audit.run(maintenance).ifPresent(answers::add);
    }
    return answers;
  }

  /** Below our views, where a continuous aggregate has its rows. */
  private String table(String relation) {
    return jdbi.withHandle(
        handle ->
            DetectedDatabase.detect(handle).kind().name() == Name.COMMUNITY
                ? materialization(handle, relation)
                : relation);
  }

  private static String materialization(Handle handle, String relation) {
    return handle
        .createQuery(
            """
            select format('%I.%I', materialization_hypertable_schema,
                          materialization_hypertable_name)
            from timescaledb_information.continuous_aggregates where view_name = :relation
            """)
        .bind("relation", relation)
        .mapTo(String.class)
        .findOne()
        .orElse(relation);
  }

  private void tamper(Fault fault) throws Exception {
    if (fault == Fault.CORRECTION) {
      database.execute(
          "insert into health_metrics_1d_corrections select * from health_metrics_1d where "
              + of(fault));
    }
    int changed =
        jdbi.withHandle(
            handle ->
                handle.execute(
                    "update "
                        + table(fault.relation)
                        + " set FIGURE = FIGURE + 1 where ".replace("FIGURE", fault.figure)
                        + of(fault)));
    assertThat(changed).isEqualTo(1);
  }

  private String of(Fault fault) {
    Instant at = sampleAt(fault.daysAgo);
    return "user_id = " + USER + " and bucket = '" + at.truncatedTo(ChronoUnit.HOURS) + "'";
  }

  private Instant sampleAt(int daysAgo) {
    return watermark.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(daysAgo));
  }
}
