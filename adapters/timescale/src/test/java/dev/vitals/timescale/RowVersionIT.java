package dev.vitals.timescale;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.user.RemovedUsers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A repeated request costs no dead row and no WAL. */
@ParameterizedClass
@EnumSource
class RowVersionIT {
  private final TestServer server;

  private TestDatabase database;
  private Jdbi jdbi;
  private TimescaleSampleStore store;

  RowVersionIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void aRowThatWouldNotChangeIsNotWritten() {
    SampleBatch batch = oneSample(60, 100);
    store.store(batch);
    String before = rowVersion();
    store.store(batch);

    assertThat(rowVersion()).isEqualTo(before);

    store.store(oneSample(61, ABSENT));

    assertThat(rowVersion()).isNotEqualTo(before);
  }

  private static SampleBatch oneSample(int heartRate, int steps) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.add(1, 0, heartRate, steps, ABSENT);
    return builder.build();
  }

  private String rowVersion() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select xmin::text || ' ' || ctid::text from health_metrics")
                .mapTo(String.class)
                .one());
  }
}
