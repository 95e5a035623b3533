package dev.vitals.timescale.rollup;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RollupStatusIT {
  private final TestServer server;

  private TestDatabase database;
  private TimescaleSampleStore store;
  private RollupMaintenance maintenance;

  RollupStatusIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    store = new TimescaleSampleStore(database.jdbi(), WriteMeter.NONE, new RemovedUsers());
    maintenance = database.maintenance(StorageSettings.DEFAULTS);
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void beforeTheFirstRefreshThereIsNoWatermark() {
    RollupStatus status = maintenance.status();

    assertThat(status.watermark()).isEmpty();
    assertThat(status.watermarkAge()).isEmpty();
    assertThat(status.marks()).isZero();
    assertThat(status.corrections()).isZero();
  }

  @Test
  void theWatermarkTrailsTheDatabasesClockByTheLagAndAQuarterHourAtMost() {
    storeAt(Instant.now().minus(Duration.ofDays(9)));
    maintenance.refresh();

    RollupStatus status = maintenance.status();
    Duration lag = StorageSettings.DEFAULTS.watermarkLag();
    assertThat(status.watermarkAge().orElseThrow())
        .isBetween(lag, lag.plusMinutes(15).plusSeconds(30));
    assertThat(status.watermark())
        .contains(status.databaseNow().minus(status.watermarkAge().orElseThrow()));
  }

  @Test
  void marksAreCountedUntilTheyAreSettledAndCorrectionsFromThenOn() throws Exception {
    maintenance.refresh();
    storeAt(Instant.now().minus(Duration.ofDays(9)));
    storeAt(Instant.now().minus(Duration.ofDays(8)));
    assertThat(maintenance.status().marks()).isEqualTo(2);

    maintenance.settle();
    database.execute("analyze");

    RollupStatus status = maintenance.status();
    assertThat(status.marks()).isZero();
    // A quarter hour and a day each.
    assertThat(status.corrections()).isEqualTo(4);
  }

  private void storeAt(Instant at) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(1, EpochMicros.of(at), 60, ABSENT, ABSENT);
    store.store(builder.build());
  }
}
