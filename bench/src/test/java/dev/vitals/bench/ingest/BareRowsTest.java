package dev.vitals.bench.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.timescale.ingest.CopyRows;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BareRowsTest {
  /** What the service encodes is tested against a database. */
  @Test
  void rowsAreEncodedAsTheServiceEncodesThem() {
    Instant start = Instant.parse("2026-11-24T09:00:00Z");
    Devices first = new Devices(0, start, 10);
    Devices second = new Devices(1, start, 10);
    BareRows rows = new BareRows(20);

    rows.clear();
    rows.add(first, 10);
    rows.add(second, 0);

    long micros = start.toEpochMilli() * 1_000;
    SampleBatchBuilder batch = new SampleBatchBuilder(SHIPPED, 20);
    for (int row = 0; row < 20; row++) {
      long user = row < 10 ? 1_000_000 + row : 1_000_100 + row - 10;
      long later = row < 10 ? 100_000 : 0;
      batch.add(user, micros + later, 55 + row, 10 + row, 1_250 + row % 9 * 1_000);
    }
    assertThat(rows.bytes()).isEqualTo(encoded(batch.build()));
  }

  private static byte[] encoded(SampleBatch batch) {
    CopyRows rows = new CopyRows(batch);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = rows.next(); length > 0; length = rows.next()) {
      all.write(rows.buffer(), 0, length);
    }
    return all.toByteArray();
  }
}
