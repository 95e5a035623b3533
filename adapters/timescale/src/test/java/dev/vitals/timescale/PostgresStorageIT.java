package dev.vitals.timescale;

import dev.vitals.application.ingest.SampleStore;
import dev.vitals.application.ingest.SampleStoreContract;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.query.SummarySourceContract;
import io.dropwizard.db.ManagedDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Both ports' contracts on a real PostgreSQL without TimescaleDB. */
class PostgresStorageIT implements SampleStoreContract, SummarySourceContract {
  private ManagedDataSource pool;
  private SampleStore store;
  private SummarySource source;

  @BeforeEach
  void open() throws Exception {
    pool = PostgresServer.pool(PostgresServer.migratedDatabase());
    Jdbi jdbi = PostgresServer.jdbi(pool);
    store = new TimescaleSampleStore(jdbi);
    source = new TimescaleSummarySource(jdbi);
  }

  @AfterEach
  void close() throws Exception {
    pool.stop();
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
