package dev.vitals.timescale.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What a server makes of the bytes. */
class CopyRowsIT {
  private static final String ROWS =
      """
      select user_id, (extract(epoch from timestamp) * 1000000)::bigint,
             coalesce(heart_rate, ABSENT), coalesce(steps, ABSENT), coalesce(calories, ABSENT)
      from health_metrics order by 1, 2
      """
          .replace("ABSENT", "'" + ABSENT + "'::integer");

  private TestDatabase database;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(TestServer.POSTGRES);
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  /** Around the sizes at which the buffer is full with the last row, or with the trailer. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 199, 1_337, 1_338, 1_339, 1_340, 1_341, 1_400, 10_000})
  void everyRowArrivesAsItWas(int rows) throws Exception {
    SampleBatch batch = random(rows);
    copy(batch);

    assertThat(stored()).usingRecursiveComparison().isEqualTo(batch);
  }

  @Test
  void everyLimitArrivesAsItWas() throws Exception {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 4);
    builder.add(1, 0, 10, ABSENT, ABSENT);
    builder.add(1, 1, ABSENT, 0, ABSENT);
    builder.add(1, 946_684_800_000_000L, ABSENT, ABSENT, 0);
    // The last microsecond of 2255.
    builder.add(Long.MAX_VALUE, 9_025_257_599_999_999L, 3_500, 100_000, 20_000_000);
    SampleBatch batch = builder.build();
    copy(batch);

    assertThat(stored()).usingRecursiveComparison().isEqualTo(batch);
  }

  @Test
  void thePiecesFillOneBuffer() {
    CopyRows rows = new CopyRows(random(10_000));
    byte[] buffer = rows.buffer();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int bytes = rows.next(); bytes > 0; bytes = rows.next()) {
      all.write(rows.buffer(), 0, bytes);
      assertThat(rows.buffer()).isSameAs(buffer);
    }

    assertThat(rows.next()).isZero();
    assertThat(all.size()).isGreaterThan(5 * buffer.length);
  }

  private void copy(SampleBatch batch) throws Exception {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set vitals.protocol = 3");
      List<Metric> carried = Arrays.stream(batch.carried()).mapToObj(SHIPPED::metric).toList();
      var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(CopyRows.sql(carried));
      CopyRows rows = new CopyRows(batch);
      for (int bytes = rows.next(); bytes > 0; bytes = rows.next()) {
        copy.writeToCopy(rows.buffer(), 0, bytes);
      }
      copy.endCopy();
    }
  }

  private SampleBatch stored() throws SQLException {
    return Jdbi.create(database.url())
        .withHandle(
            handle -> {
              SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 16);
              handle
                  .createQuery(ROWS)
                  .map(
                      (row, context) -> {
                        builder.add(
                            row.getLong(1),
                            row.getLong(2),
                            row.getInt(3),
                            row.getInt(4),
                            row.getInt(5));
                        return true;
                      })
                  .list();
              return builder.build();
            });
  }

  private static SampleBatch random(int rows) {
    Random random = new Random(rows);
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, rows);
    for (int row = 0; row < rows; row++) {
      builder.add(
          1 + row / 500,
          1_750_000_000_000_000L + row * 60_000_000L,
          10 + random.nextInt(3_491),
          random.nextBoolean() ? random.nextInt(100_001) : ABSENT,
          random.nextBoolean() ? random.nextInt(20_000_001) : ABSENT);
    }
    return builder.build();
  }
}
