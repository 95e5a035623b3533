package dev.vitals.timescale.schema;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.DatabaseProbe;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between TimescaleDB's pre_restore and post_restore, when it puts rows where nobody sees them. */
class RestoringIT {
  private static final long USER = 42;
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private TestDatabase database;

  @BeforeEach
  void open() throws SQLException {
    database = TestDatabase.empty(TestServer.TIMESCALE);
  }

  @AfterEach
  void close() throws SQLException {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void aMigrationLeavesTheEmptyDatabaseToTheBackup() throws Exception {
    database.execute("select timescaledb_pre_restore()");

    assertThatThrownBy(() -> database.migrate())
        .hasRootCauseInstanceOf(RestoringException.class)
        .rootCause()
        .hasMessageContaining("timescaledb_post_restore()");
    assertThat(tables()).isZero();
  }

  @Test
  void aStartThatDoesNotMigrateIsRefusedToo() throws Exception {
    database.migrate();
    database.execute("select timescaledb_pre_restore()");

    try (Connection connection = database.connect()) {
      assertThatThrownBy(() -> SchemaMigration.look(connection, StorageSettings.DEFAULTS))
          .isInstanceOf(RestoringException.class);
    }
  }

  @Test
  void noSampleIsAcknowledgedUntilItsEnd() throws Exception {
    database.migrate();
    database.execute("select timescaledb_pre_restore()");
    Jdbi jdbi = database.jdbi();
    TimescaleSampleStore store =
        new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());

    assertThat(new DatabaseProbe(jdbi).takesWrites()).isFalse();
    for (int samples : new int[] {1, 5_000}) {
      assertThatThrownBy(() -> store.store(batch(samples)))
          .as("%d samples", samples)
          .isInstanceOfSatisfying(
              StoreUnavailableException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.READ_ONLY));
    }

    database.execute("select timescaledb_post_restore()");
    Jdbi afterwards = database.jdbi();
    assertThat(new DatabaseProbe(afterwards).takesWrites()).isTrue();
    new TimescaleSampleStore(afterwards, WriteMeter.NONE, new RemovedUsers()).store(batch(2));
    assertThat(
            new TimescaleSummarySource(afterwards, Duration.ZERO, new RemovedUsers())
                .summarize(USER, new TimeRange(NOON, NOON.plusSeconds(10_000)), SHIPPED)
                .samples())
        .isEqualTo(2);
  }

  private long tables() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select count(*) from pg_tables where schemaname = 'public'")
                    .mapTo(Long.class)
                    .one());
  }

  private static SampleBatch batch(int size) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, size);
    for (int second = 0; second < size; second++) {
      builder.add(USER, EpochMicros.of(NOON.plusSeconds(second)), 60, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
