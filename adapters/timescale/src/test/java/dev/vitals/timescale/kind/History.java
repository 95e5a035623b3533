package dev.vitals.timescale.kind;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * What an upgrade finds: samples, filled rollups, corrections below and above a horizon that is in
 * the midst of a chunk-to-be, and marks.
 */
final class History {
  private static final int USERS = 3;
  private static final int DAYS = 100;
  private static final int HOURS_BETWEEN = 7;

  /** In days ago, from and to. The first {@link #WHOLE_DAYS} stay answerable as days expire. */
  private static final double[][] RANGES = {
    {101, -1},
    {71, 70},
    {70, 69},
    {95, 40},
    {45, 10},
    {60.25, 55.75},
    {70.5, 5.123},
    {28.1, 0.7},
    {20.3, 19.7},
    {19.4, 18.6},
    {10.3, 9.2},
    {3.1, 0}
  };

  private static final int WHOLE_DAYS = 5;

  /** Today, as it began. */
  private final Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);

  private final TestDatabase database;
  private final Jdbi jdbi;
  private final TimescaleSampleStore store;
  private final TimescaleSummarySource source;

  /** Connections stay open, as those of a service that runs on. */
  History(TestDatabase database) {
    this.database = database;
    jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
    source = new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers());
  }

  void make() {
    storeEveryFewHours();
    maintenance(Optional.empty()).refresh();
    storeLate(70, 40, 20);
    maintenance(Optional.empty()).settle();
    assertThat(maintenance(Optional.of(Duration.ofDays(30))).retain()).contains(true);
    storeLate(19, 10);
  }

  RollupMaintenance maintenance(Optional<Duration> keep) {
    StorageSettings defaults = StorageSettings.DEFAULTS;
    return database.maintenance(
        new StorageSettings(
            defaults.chunkInterval(), defaults.columnarAfter(), defaults.watermarkLag(), keep));
  }

  private void storeEveryFewHours() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 0);
    for (int user = 1; user <= USERS; user++) {
      for (int hour = user; hour < DAYS * 24; hour += HOURS_BETWEEN) {
        builder.add(user, EpochMicros.of(ago(hour / 24.0)), 40 + hour % 100, hour % 13, hour);
      }
    }
    store.store(builder.build().collapsed());
  }

  /** A sample of user 1 each, that its rollups do not have. */
  void storeLate(int... daysAgo) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, daysAgo.length);
    for (int days : daysAgo) {
      builder.add(1, EpochMicros.of(ago(days)) + 1, 200 + days, ABSENT, days);
    }
    store.store(builder.build().collapsed());
  }

  List<Summary> answers() {
    return answers(RANGES.length);
  }

  List<Summary> answersOfWholeDays() {
    return answers(WHOLE_DAYS);
  }

  /** Each of a reader that knows the rollups as they were, and the same of one that does not. */
  private List<Summary> answers(int ranges) {
    TimescaleSummarySource anew =
        new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers());
    List<Summary> answers = new ArrayList<>();
    for (int range = 0; range < ranges; range++) {
      TimeRange days = new TimeRange(ago(RANGES[range][0]), ago(RANGES[range][1]));
      for (int user = 1; user <= USERS; user++) {
        Summary answer = source.summarize(user, days, SHIPPED);
        assertThat(anew.summarize(user, days, SHIPPED)).isEqualTo(answer);
        answers.add(answer);
      }
    }
    return answers;
  }

  long samplesOfUserOne() {
    return source.summarize(1, new TimeRange(ago(DAYS), midnight), SHIPPED).samples();
  }

  private Instant ago(double days) {
    return midnight.minusSeconds(Math.round(days * 86_400));
  }
}
