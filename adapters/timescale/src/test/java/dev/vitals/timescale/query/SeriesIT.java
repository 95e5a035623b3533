package dev.vitals.timescale.query;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.series.BucketWidth;
import dev.vitals.domain.series.LocalBuckets;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A year by local months, weeks and days, whose bounds cut days of UTC, while what it is read from
 * changes: samples, rollups, rollups beside marked days, corrections over rollups.
 */
@ParameterizedClass
@EnumSource(TestServer.class)
class SeriesIT {
  private static final long USER = 7;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final int DAYS = 100;

  private final TestServer server;
  private final InMemorySamples model = new InMemorySamples();
  private TestDatabase database;
  private TimescaleSampleStore store;
  private TimescaleSeriesSource series;
  private RollupMaintenance maintenance;

  SeriesIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    Jdbi jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
    series = new TimescaleSeriesSource(jdbi, Duration.ZERO, new RemovedUsers());
    maintenance = database.maintenance(StorageSettings.DEFAULTS);
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void bucketsAreExactWhateverTheyAreReadFrom() {
    write(everyHour(60));
    requireModels("from samples");
    maintenance.refresh();
    requireModels("from rollups");
    write(everyHour(90).rows(some()));
    requireModels("from rollups, and samples of marked days");
    maintenance.settle();
    requireModels("from corrections over rollups");
    write(everyHour(120).rows(some()));
    requireModels("from samples of marked days instead of corrections");
    maintenance.compress();
    maintenance.settle();
    requireModels("from corrections of corrections");
  }

  /** Of the days that bounds cut, and of others. */
  private static int[] some() {
    return IntStream.range(0, DAYS * 24)
        .filter(hour -> (hour / 24) % 3 == 0 || hour / 24 == 30 || hour / 24 == 58)
        .toArray();
  }

  private static SampleBatch everyHour(int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, DAYS * 24);
    for (int hour = 0; hour < DAYS * 24; hour++) {
      builder.add(
          USER, EpochMicros.of(START.plus(Duration.ofHours(hour))), heartRate + hour, 1, ABSENT);
    }
    return builder.build();
  }

  private void write(SampleBatch batch) {
    store.store(batch);
    model.store(batch);
  }

  private void requireModels(String what) {
    TimeRange range =
        new TimeRange(START.plusSeconds(4_321), START.plus(Duration.ofDays(DAYS - 1)));
    for (String zone : List.of("Europe/Berlin", "UTC", "Asia/Kathmandu", "America/New_York")) {
      for (String width : List.of("1mo", "1w", "1d", "1y", "6h")) {
        SeriesQuestion question =
            new SeriesQuestion(
                USER,
                LocalBuckets.of(
                    range, ZoneId.of(zone), BucketWidth.parse(width).orElseThrow(), 10_000),
                SHIPPED);

        List<Summary> answer = series.series(question);

        assertThat(answer).as("%s, %s of %s", what, width, zone).isEqualTo(model.series(question));
      }
    }
  }
}
