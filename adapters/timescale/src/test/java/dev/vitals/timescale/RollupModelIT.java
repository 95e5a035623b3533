package dev.vitals.timescale;

import static dev.vitals.application.store.StoredSamples.DOZEN;
import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.series.BucketWidth;
import dev.vitals.domain.series.Buckets;
import dev.vitals.domain.series.LocalBuckets;
import dev.vitals.domain.series.TooManyBucketsException;
import dev.vitals.domain.series.UnanswerableBucketException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.Audit;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSeriesSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.rollup.RollupState;
import dev.vitals.timescale.rollup.RollupStates;
import dev.vitals.timescale.user.TimescaleUserDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories against the in-memory adapter: whatever happened in whatever order, every answer
 * equals the model's. More of them: {@code -Dvitals.model.seeds=100}, or one again: {@code
 * -Dvitals.model.seed=17}.
 */
@ParameterizedClass
@EnumSource
class RollupModelIT {
  private static final int STEPS = 80;
  private static final List<UserId> USERS =
      List.of(
          UserId.of(1),
          UserId.of("ann"),
          UserId.of(Long.MAX_VALUE),
          UserId.of("6f9619ff-8b86-d011-b42d-00c04fc964ff"));

  private static final List<ZoneId> ZONES =
      Stream.of(
              "UTC",
              "Europe/Berlin",
              "America/New_York",
              "Asia/Kathmandu",
              "Australia/Lord_Howe",
              "Pacific/Apia",
              "America/St_Johns")
          .map(ZoneId::of)
          .toList();

  private static final List<BucketWidth> WIDTHS =
      Stream.of("1m", "15m", "20m", "1h", "6h", "1d", "1w", "1mo", "1y")
          .map(text -> BucketWidth.parse(text).orElseThrow())
          .toList();

  private static final int SEEDS = Integer.getInteger("vitals.model.seeds", 8);

  /** What is counted, so that a run that exercised nothing shows. */
  private enum Count {
    WRITES,
    LATE_SAMPLES,
    EXPIRED_WRITES,
    ERASURES,
    ERASED_SAMPLES,
    REFUSED_ERASURES,
    REMOVED_NAMES,
    REFRESHED_WINDOWS,
    SETTLED_DAYS,
    COMPRESSED_CHUNKS,
    RECOMPRESSED_CHUNKS,
    RETENTIONS,
    REBUILDS,
    RESTARTS,
    ANSWERS,
    REFUSED_RANGES,
    SERIES,
    BUCKETS,
    REFUSED_SERIES,
    LATEST,
    LATEST_BELOW_THE_WATERMARK,
    LATEST_BEHIND_DROPPED
  }

  private static final Map<Count, Long> ALL_COUNTS = new EnumMap<>(Count.class);

  private final TestServer server;
  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final List<SampleBatch> written = new ArrayList<>();
  private final InMemorySamples model = new InMemorySamples(DOZEN);

  private TestDatabase database;
  private Jdbi jdbi;
  private TimescaleSampleStore store;
  private TimescaleUserDirectory directory;
  private TimescaleSampleEraser eraser;

  /** One that goes into the rollups wherever it can, and one as the service has it. */
  private List<TimescaleSummarySource> sources;

  private List<TimescaleSeriesSource> series;
  private TimescaleLatestSource latest;

  private Instant now;
  private MetricCatalogue catalogue = SHIPPED;

  RollupModelIT(TestServer server) {
    this.server = server;
  }

  static List<Integer> seeds() {
    Integer one = Integer.getInteger("vitals.model.seed");
    List<Integer> seeds = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      seeds.add(seed);
    }
    return one == null ? seeds : List.of(one);
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    now = Instant.now();
    restart();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyAnswerIsTheModels(int seed) throws Exception {
    Random random = new Random(seed);
    // Half of the histories have these from the start, the others get them in their midst.
    int dozenFrom = seed % 2 == 0 ? 0 : STEPS / 2;
    for (int step = 0; step < STEPS; step++) {
      if (step == dozenFrom) {
        catalogue = DOZEN;
        database.migrate(settings(Duration.ofDays(2), Optional.empty()));
        restart();
      }
      act(random, step);
      ask(random, "seed " + seed + ", step " + step);
      askForSeries(random, "seed " + seed + ", step " + step);
      askForLatest(random, "seed " + seed + ", step " + step);
    }
    assertThat(maintenance(Duration.ofDays(2), Optional.empty()).verify()).contains(0L);
    System.out.println(server + " seed=" + seed + " " + counts + " " + left());
    counts.forEach((count, number) -> ALL_COUNTS.merge(count, number, Long::sum));
  }

  @AfterAll
  static void nothingWasLeftOut() {
    Set<Count> expected = EnumSet.allOf(Count.class);
    if (!ALL_COUNTS.containsKey(Count.COMPRESSED_CHUNKS)) {
      expected.removeAll(EnumSet.of(Count.COMPRESSED_CHUNKS, Count.RECOMPRESSED_CHUNKS));
    }
    // Few histories come to that; LatestIT does.
    ALL_COUNTS.putIfAbsent(Count.LATEST_BEHIND_DROPPED, 0L);
    assertThat(ALL_COUNTS.keySet()).isIn(Set.of(Count.LATEST_BEHIND_DROPPED), expected);
    ALL_COUNTS.clear();
  }

  private void act(Random random, int step) throws Exception {
    int dice = random.nextInt(100);
    if (dice < 35) {
      write(newBatch(random));
    } else if (dice < 45 && !written.isEmpty()) {
      write(written.get(random.nextInt(written.size())));
    } else if (dice < 55 && !written.isEmpty()) {
      write(changed(random, written.get(random.nextInt(written.size()))));
    } else if (dice < 60) {
      erase(random, "step " + step);
    } else if (dice < 61) {
      eraseUser(random);
    } else if (dice < 70) {
      // The watermark only ever rises, so it starts low.
      Duration lag = Duration.ofHours(48 + random.nextInt(24 * 30 * (STEPS - step) / STEPS));
      count(Count.REFRESHED_WINDOWS, maintenance(lag, Optional.empty()).refresh().orElseThrow());
    } else if (dice < 82) {
      count(Count.SETTLED_DAYS, maintenance().settle().orElseThrow());
    } else if (dice < 88) {
      count(Count.COMPRESSED_CHUNKS, maintenance().compress().orElseThrow());
    } else if (dice < 91) {
      count(Count.RECOMPRESSED_CHUNKS, maintenance().recompress().orElseThrow());
    } else if (dice < 94) {
      Duration keep = Duration.ofDays(20 + random.nextInt(random.nextBoolean() ? 300 : 1200));
      count(
          Count.RETENTIONS,
          maintenance(Duration.ofDays(2), Optional.of(keep)).retain().orElseThrow() ? 1 : 0);
    } else if (dice < 96) {
      count(Count.REFRESHED_WINDOWS, maintenance().rebuild().orElseThrow());
      count(Count.REBUILDS, 1);
    } else if (dice < 98) {
      boolean agrees = Audit.run(maintenance()).orElse(true);
      assertThat(agrees).isTrue();
    } else {
      database.migrate();
      restart();
      count(Count.RESTARTS, 1);
    }
  }

  private void write(SampleBatch batch) {
    RollupState state = state();
    boolean expired = batch.earliestMicros() < state.coverage().horizonMicros();
    try {
      store.store(batch);
      assertThat(expired).isFalse();
      model.store(batch);
      written.add(batch);
      count(Count.WRITES, 1);
      for (long timestamp : batch.timestampsMicros()) {
        count(Count.LATE_SAMPLES, state.isMarked(timestamp) ? 1 : 0);
      }
    } catch (ExpiredSamplesException e) {
      assertThat(expired).isTrue();
      count(Count.EXPIRED_WRITES, 1);
    }
  }

  private void erase(Random random, String where) {
    long user = user(random.nextInt(USERS.size() + 1));
    TimeRange range = range(random);
    boolean answerable = isAnswerable(range);
    try {
      long erased = eraser.erase(user, range);
      assertThat(answerable).as(where).isTrue();
      assertThat(erased).as(where).isEqualTo(model.erase(user, range));
      count(Count.ERASURES, 1);
      count(Count.ERASED_SAMPLES, erased);
    } catch (UnanswerableRangeException e) {
      assertThat(answerable).as(where).isFalse();
      count(Count.REFUSED_ERASURES, 1);
    }
  }

  /** Whoever comes by that name again is somebody new. */
  private void eraseUser(Random random) {
    int number = random.nextInt(USERS.size());
    long user = user(number);
    long erased = eraser.eraseUser(user);
    assertThat(erased).isEqualTo(model.eraseUser(user));
    count(Count.ERASED_SAMPLES, erased);
    if (!USERS.get(number).isInteger()) {
      written.removeIf(batch -> Arrays.stream(batch.userIds()).anyMatch(id -> id == user));
      assertThat(user(number)).isNotEqualTo(user);
      count(Count.REMOVED_NAMES, 1);
    }
  }

  private void ask(Random random, String where) {
    long user = user(random.nextInt(USERS.size() + 1));
    TimeRange range = range(random);
    boolean answerable = isAnswerable(range);
    try {
      Summary answer =
          sources.get(random.nextInt(sources.size())).summarize(user, range, catalogue);
      assertThat(answerable).as(where).isTrue();
      assertThat(answer).as(where).isEqualTo(model.summarize(user, range, catalogue));
      count(Count.ANSWERS, 1);
    } catch (UnanswerableRangeException e) {
      assertThat(answerable).as(where).isFalse();
      count(Count.REFUSED_RANGES, 1);
    }
  }

  private void askForSeries(Random random, String where) {
    long user = user(random.nextInt(USERS.size() + 1));
    Buckets buckets = buckets(random);
    SeriesQuestion question = new SeriesQuestion(user, buckets, catalogue);
    long horizon = state().coverage().horizonMicros();
    boolean answerable =
        Arrays.stream(buckets.bounds())
            .allMatch(bound -> bound >= horizon || RollupLevel.QUARTER_HOUR.isAligned(bound));
    try {
      List<Summary> answer = series.get(random.nextInt(series.size())).series(question);
      assertThat(answerable).as(where).isTrue();
      assertThat(answer).as(where).isEqualTo(model.series(question));
      count(Count.SERIES, 1);
      count(Count.BUCKETS, buckets.size());
    } catch (UnanswerableRangeException | UnanswerableBucketException e) {
      assertThat(answerable).as(where).isFalse();
      count(Count.REFUSED_SERIES, 1);
    }
  }

  private void askForLatest(Random random, String where) {
    LatestQuestion question = new LatestQuestion(user(random.nextInt(USERS.size() + 1)), catalogue);
    RollupState state = state();

    LatestValues answer = latest.latest(question);

    assertThat(answer).as(where).isEqualTo(model.latest(question, state.horizon()));
    count(Count.LATEST, 1);
    count(
        Count.LATEST_BELOW_THE_WATERMARK,
        answer.values().stream()
            .flatMap(Optional::stream)
            .mapToLong(LatestValue::timestampMicros)
            .filter(timestamp -> timestamp < state.coverage().daysBelowMicros())
            .count());
    count(Count.LATEST_BEHIND_DROPPED, answer.equals(model.latest(question)) ? 0 : 1);
  }

  /** As many as the model, which looks at all samples for each, answers in a moment. */
  private Buckets buckets(Random random) {
    while (true) {
      try {
        return LocalBuckets.of(
            range(random),
            ZONES.get(random.nextInt(ZONES.size())),
            WIDTHS.get(random.nextInt(WIDTHS.size())),
            400);
      } catch (TooManyBucketsException e) {
        // Another range, or wider ones.
      }
    }
  }

  private boolean isAnswerable(TimeRange range) {
    long horizon = state().coverage().horizonMicros();
    return (range.startMicros() >= horizon
            || RollupLevel.QUARTER_HOUR.isAligned(range.startMicros()))
        && (range.endMicros() >= horizon || RollupLevel.QUARTER_HOUR.isAligned(range.endMicros()));
  }

  private SampleBatch newBatch(Random random) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue, 16);
    long user = user(random.nextInt(USERS.size()));
    Instant start = moment(random);
    int size = 1 + random.nextInt(40);
    int seconds = random.nextBoolean() ? 60 : 1 + random.nextInt(4000);
    for (int i = 0; i < size; i++) {
      builder.add(
          random.nextInt(4) == 0 ? user(random.nextInt(USERS.size())) : user,
          EpochMicros.of(start.plusSeconds((long) i * seconds)),
          values(random));
    }
    return builder.build().collapsed();
  }

  /** By what is stored, whichever instance knows it; of one more than there are, nobody. */
  private long user(int number) {
    UserId user = number < USERS.size() ? USERS.get(number) : UserId.of("nobody");
    return user.isInteger()
        ? user.number()
        : (number < USERS.size()
                ? directory.findOrAdd(List.of(user.text()))
                : directory.find(List.of(user.text())))
            .getOrDefault(user.text(), UserId.NOBODY);
  }

  private static SampleBatch changed(Random random, SampleBatch batch) {
    SampleBatchBuilder builder = new SampleBatchBuilder(batch.catalogue(), batch.size());
    for (int row = 0; row < batch.size(); row++) {
      int[] values = values(random, batch.catalogue());
      for (int metric : batch.carried()) {
        if (random.nextBoolean() && batch.value(row, metric) != ABSENT) {
          values[metric] = batch.value(row, metric);
        }
      }
      builder.append(batch.userIds()[row], batch.timestampsMicros()[row], values);
    }
    return builder.build();
  }

  private int[] values(Random random) {
    return values(random, catalogue);
  }

  /** Any of the metrics, one at least; the limits more often than others. */
  private static int[] values(Random random, MetricCatalogue catalogue) {
    int[] values = new int[catalogue.size()];
    for (int number = 0; number < values.length; number++) {
      Metric metric = catalogue.metric(number);
      values[number] =
          switch (random.nextInt(8)) {
            case 0 -> metric.least();
            case 1 -> metric.greatest();
            case 2, 3, 4 -> (int) random.nextLong(metric.least(), metric.greatest() + 1L);
            default -> ABSENT;
          };
    }
    int certain = random.nextInt(values.length);
    if (values[certain] == ABSENT) {
      values[certain] = catalogue.metric(certain).greatest();
    }
    return values;
  }

  /** Minutes, days, a year and three years ago, each around few chunks. */
  private Instant moment(Random random) {
    Duration age =
        switch (random.nextInt(5)) {
          case 0 -> Duration.ofMinutes(random.nextInt(60 * 47));
          case 1 -> Duration.ofMinutes(60 * 40 + random.nextInt(60 * 40));
          case 2 -> Duration.ofMinutes(60 * 48 + random.nextInt(60 * 24 * 25));
          case 3 -> Duration.ofDays(365).plusMinutes(random.nextInt(60 * 24 * 10));
          default -> Duration.ofDays(1096).plusMinutes(random.nextInt(60 * 24 * 3));
        };
    return now.minus(age).minusNanos(random.nextInt(1_000_000_000));
  }

  private TimeRange range(Random random) {
    Instant start = moment(random);
    Duration length =
        switch (random.nextInt(4)) {
          case 0 -> Duration.ofSeconds(1 + random.nextInt(7200));
          case 1 -> Duration.ofMinutes(1 + random.nextInt(60 * 24 * 3));
          case 2 -> Duration.ofDays(1 + random.nextInt(60));
          default -> Duration.ofDays(400 + random.nextInt(1200));
        };
    if (random.nextInt(3) == 0) {
      return new TimeRange(
          quarter(start), quarter(start).plusSeconds(900L * (1 + random.nextInt(9000))));
    }
    return new TimeRange(start, start.plus(length));
  }

  private static Instant quarter(Instant moment) {
    return EpochMicros.toInstant(RollupLevel.QUARTER_HOUR.floor(EpochMicros.of(moment)));
  }

  private void restart() {
    jdbi = database.jdbi();
    directory = new TimescaleUserDirectory(jdbi, 1_000);
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, directory.removed());
    eraser = new TimescaleSampleEraser(jdbi, directory.removed());
    sources =
        List.of(
            new TimescaleSummarySource(jdbi, Duration.ZERO, directory.removed()),
            new TimescaleSummarySource(jdbi, Duration.ofHours(25), directory.removed()));
    series =
        List.of(
            new TimescaleSeriesSource(jdbi, Duration.ZERO, directory.removed()),
            new TimescaleSeriesSource(jdbi, null, directory.removed()));
    latest = new TimescaleLatestSource(jdbi, directory.removed());
  }

  private RollupState state() {
    return jdbi.withHandle(RollupStates::read);
  }

  private RollupMaintenance maintenance() {
    return maintenance(Duration.ofDays(2), Optional.empty());
  }

  private RollupMaintenance maintenance(Duration lag, Optional<Duration> keep) {
    return database.maintenance(settings(lag, keep));
  }

  private StorageSettings settings(Duration lag, Optional<Duration> keep) {
    StorageSettings defaults = StorageSettings.DEFAULTS;
    return TestDatabase.withMetrics(
        catalogue,
        new StorageSettings(defaults.chunkInterval(), defaults.columnarAfter(), lag, keep));
  }

  private void count(Count count, long more) {
    if (more > 0) {
      counts.merge(count, more, Long::sum);
    }
  }

  private String left() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select 'samples=' || (select count(*) from health_metrics)
                        || ' marks=' || (select count(*) from health_metrics_late_days)
                        || ' corrections=' || (select count(*) from health_metrics_15m_corrections)
                        || '+' || (select count(*) from health_metrics_1d_corrections)
                    """)
                .mapTo(String.class)
                .one());
  }
}
