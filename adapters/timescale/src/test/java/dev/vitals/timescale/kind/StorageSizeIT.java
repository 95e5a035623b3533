package dev.vitals.timescale.kind;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class StorageSizeIT {
  private final TestServer server;

  StorageSizeIT(TestServer server) {
    this.server = server;
  }

  @Test
  void aDatabaseHasItsBytesAndAHypertableItsChunks() throws Exception {
    try (TestDatabase database = TestDatabase.migrated(server)) {
      RollupMaintenance maintenance = database.maintenance(StorageSettings.DEFAULTS);
      assertThat(maintenance.size().bytes()).isGreaterThan(1_000_000);
      assertThat(maintenance.size().chunks()).isZero();

      storeWeeksAgo(database, 3);
      storeWeeksAgo(database, 9);

      Name kind = maintenance.status().database().kind().name();
      assertThat(maintenance.size().chunks()).isEqualTo(kind == Name.PLAIN ? 0 : 2);
      assertThat(maintenance.size().columnarChunks()).isZero();

      maintenance.refresh();
      maintenance.compress();
      assertThat(maintenance.size().columnarChunks()).isEqualTo(kind == Name.COMMUNITY ? 2 : 0);
    }
  }

  private static void storeWeeksAgo(TestDatabase database, int weeks) {
    SampleBatchBuilder batch = new SampleBatchBuilder(SHIPPED, 1);
    batch.add(
        1, EpochMicros.of(Instant.now().minus(Duration.ofDays(7L * weeks))), 60, ABSENT, ABSENT);
    new TimescaleSampleStore(database.jdbi(), WriteMeter.NONE, new RemovedUsers())
        .store(batch.build());
  }
}
