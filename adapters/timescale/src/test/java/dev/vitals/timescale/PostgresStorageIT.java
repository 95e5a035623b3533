package dev.vitals.timescale;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.ingest.SampleStoreContract;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.query.SummarySourceContract;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import io.dropwizard.db.ManagedDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ports' contracts on a real PostgreSQL without TimescaleDB. */
class PostgresStorageIT implements SampleStoreContract, SummarySourceContract {
  private ManagedDataSource pool;
  private Jdbi jdbi;
  private SampleStore store;
  private SummarySource source;

  @BeforeEach
  void open() throws Exception {
    pool = PostgresServer.pool(PostgresServer.migratedDatabase());
    jdbi = PostgresServer.jdbi(pool);
    store = new TimescaleSampleStore(jdbi);
    source = new TimescaleSummarySource(jdbi);
  }

  @AfterEach
  void close() throws Exception {
    pool.stop();
  }

  @Test
  void aRowThatWouldNotChangeIsNotWritten() {
    SampleBatchBuilder builder = new SampleBatchBuilder(1);
    builder.add(1, 0, 60, 100, ABSENT);
    SampleBatch batch = builder.build();
    store.store(batch);
    String before = rowVersion();
    store.store(batch);

    assertThat(rowVersion()).isEqualTo(before);

    SampleBatchBuilder changed = new SampleBatchBuilder(1);
    changed.add(1, 0, 61, ABSENT, ABSENT);
    store.store(changed.build());

    assertThat(rowVersion()).isNotEqualTo(before);
  }

  private String rowVersion() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("select xmin::text || ' ' || ctid::text from health_metrics")
                .mapTo(String.class)
                .one());
  }

  @Override
  public SampleStore store() {
    return store;
  }

  @Override
  public SummarySource source() {
    return source;
  }
}
