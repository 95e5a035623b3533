package dev.vitals.timescale.metrics;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.OXYGEN_SATURATION;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.schema.MetricMismatchException;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Metrics that come and go while samples are there. */
@ParameterizedClass
@EnumSource
class KeptMetricsIT {
  private static final long USER = 7;
  private static final MetricCatalogue FOUR =
      MetricCatalogue.of(HEART_RATE, OXYGEN_SATURATION, STEPS, named("order"));

  private final TestServer server;

  /** Five days ago, below the watermark. */
  private final Instant noon =
      Instant.now()
          .truncatedTo(ChronoUnit.DAYS)
          .minus(Duration.ofDays(5))
          .plus(Duration.ofHours(12));

  private final TimeRange all =
      new TimeRange(noon.minus(Duration.ofDays(60)), noon.plus(Duration.ofDays(6)));

  private final List<Sample> stored = new ArrayList<>();

  private TestDatabase database;
  private Jdbi jdbi;

  KeptMetricsIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    jdbi = database.jdbi();
    for (int day = 0; day < 50; day++) {
      store(SHIPPED, noon.minus(Duration.ofDays(day)), Map.of(HEART_RATE, 600 + day, STEPS, day));
    }
    database.maintenance(settings(SHIPPED)).refresh();
    database.maintenance(settings(SHIPPED)).compress();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void oneThatIsAddedIsAbsentInWhatIsThereAndExactFromThenOn() throws Exception {
    database.migrate(settings(FOUR));
    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));

    store(FOUR, noon.plusSeconds(60), Map.of(OXYGEN_SATURATION, 972, STEPS, 5));
    store(FOUR, noon.minus(Duration.ofDays(49)), Map.of(OXYGEN_SATURATION, 951));
    store(FOUR, noon.plus(Duration.ofDays(4)), Map.of(named("order"), -3));
    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));

    database.maintenance(settings(FOUR)).settle();
    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));
    assertThat(database.maintenance(settings(FOUR)).verify()).contains(0L);

    database.maintenance(settings(FOUR)).rebuild();
    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));
    assertThat(answer(SHIPPED)).isEqualTo(expected(SHIPPED));
    assertThat(database.maintenance(settings(FOUR)).verify()).contains(0L);
  }

  @Test
  void whoKnowsFewerFillsAndSettlesAllOfThem() throws Exception {
    database.migrate(settings(FOUR));
    store(FOUR, noon.plusSeconds(60), Map.of(OXYGEN_SATURATION, 972));
    store(FOUR, noon.plus(Duration.ofDays(4)), Map.of(OXYGEN_SATURATION, 983));
    database.maintenance(settings(SHIPPED)).settle();
    StorageSettings closer =
        new StorageSettings(
            Duration.ofDays(7), Optional.empty(), Duration.ofHours(1), Optional.empty(), SHIPPED);
    database.maintenance(closer).refresh();

    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));
    assertThat(database.maintenance(settings(SHIPPED)).verify()).contains(0L);
  }

  @Test
  void oneThatIsTakenOffIsThereWhenItComesBack() throws Exception {
    MetricCatalogue steps = MetricCatalogue.of(STEPS);
    database.migrate(settings(steps));
    store(steps, noon.plusSeconds(60), Map.of(STEPS, 5));
    assertThat(answer(steps)).isEqualTo(expected(steps));

    database.migrate(settings(SHIPPED));
    assertThat(answer(SHIPPED)).isEqualTo(expected(SHIPPED));
  }

  @Test
  void oneThatIsDefinedOtherwiseIsRefusedAndNothingIsChanged() {
    for (Metric changed :
        List.of(
            Metric.of("steps", MetricKind.TOTAL, "count", 1, "0", "1000"),
            Metric.of("steps", MetricKind.GAUGE, "count", 0, "0", "100000"),
            Metric.of("heart_rate", MetricKind.GAUGE, "bpm", 1, "0", "5000"))) {
      MetricCatalogue catalogue = MetricCatalogue.of(named("new_one"), changed);
      assertThatThrownBy(() -> database.migrate(settings(catalogue)))
          .rootCause()
          .isInstanceOf(MetricMismatchException.class)
          .hasMessageStartingWith("metric " + changed.name() + " is kept as ");
    }
    assertThat(jdbi.withHandle(KeptMetrics::read).catalogue().metrics())
        .extracting(Metric::name)
        .containsExactly("heart_rate", "steps", "calories");
    assertThat(answer(SHIPPED)).isEqualTo(expected(SHIPPED));
  }

  @Test
  void wideLimitsTakeFourBytesAndBothEndsArriveAsTheyWere() throws Exception {
    Metric wide =
        new Metric("wide", MetricKind.GAUGE, "unit", 3, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    Metric small = new Metric("small", MetricKind.TOTAL, "unit", 2, -32_768, 32_767);
    MetricCatalogue both = MetricCatalogue.of(small, wide);
    database.migrate(settings(both));
    for (int end : new int[] {wide.least(), wide.greatest()}) {
      store(both, noon.plusSeconds(end > 0 ? 1 : 2), Map.of(wide, end));
    }
    for (int end : new int[] {small.least(), small.greatest()}) {
      store(both, noon.plusSeconds(end > 0 ? 3 : 4), Map.of(small, end));
    }
    assertThat(answer(both)).isEqualTo(expected(both));

    database.maintenance(settings(both)).settle();
    assertThat(answer(both)).isEqualTo(expected(both));
  }

  /** Those that are on no more are kept beside them. */
  @Test
  void asManyAsCanBeOnMayBeChangedForOthers() throws Exception {
    database.migrate(settings(MetricCatalogue.of(totals(0, MetricCatalogue.MOST_METRICS))));
    MetricCatalogue others = MetricCatalogue.of(totals(5, MetricCatalogue.MOST_METRICS));
    database.migrate(settings(others));
    store(others, noon.plusSeconds(1), Map.of(others.metric(59), 7, others.metric(0), 8));
    database.maintenance(settings(others)).settle();

    assertThat(answer(others)).isEqualTo(expected(others));
    assertThat(jdbi.withHandle(KeptMetrics::read).catalogue().size()).isEqualTo(3 + 65);
  }

  private static List<Metric> totals(int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(number -> Metric.of("x" + number, MetricKind.TOTAL, "unit", 0, "0", "9"))
        .toList();
  }

  @Test
  void addingWaitsForNobodyAndTriesAgain() throws Exception {
    try (Connection reader = database.connect();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select count(*) from health_metrics");
      ExecutorService executor = Executors.newSingleThreadExecutor();
      try {
        Future<?> adding =
            executor.submit(
                () -> {
                  database.migrate(settings(FOUR));
                  return null;
                });
        for (int second = 0; second < 20; second++) {
          store(SHIPPED, noon.plusSeconds(second), Map.of(STEPS, 1));
          Thread.sleep(50);
        }
        assertThat(adding.isDone()).isFalse();
        reader.rollback();
        adding.get(20, TimeUnit.SECONDS);
      } finally {
        executor.shutdownNow();
      }
    }
    assertThat(answer(FOUR)).isEqualTo(expected(FOUR));
  }

  /** Columns of other tables, aliases, and another metric's figures. */
  @Test
  void wordsOfOurOwnStatementsAreNamesLikeAnyOther() throws Exception {
    MetricCatalogue words =
        MetricCatalogue.of(
            Stream.of(
                    "micros",
                    "number",
                    "day",
                    "gen",
                    "horizon",
                    "protocol",
                    "kind",
                    "clock",
                    "earliest",
                    "is_new",
                    "stored",
                    "given",
                    "asked",
                    "m0",
                    "name",
                    "select",
                    "steps_count",
                    "steps_sum")
                .map(KeptMetricsIT::named)
                .toList());
    database.migrate(settings(words));
    for (int number = 0; number < words.size(); number++) {
      store(words, noon.plusSeconds(number), Map.of(words.metric(number), number - 9));
      store(words, noon.plusSeconds(number), Map.of(words.metric(0), 3));
      store(words, noon.plus(Duration.ofDays(5)), Map.of(words.metric(number), 1));
    }
    assertThat(answer(words)).isEqualTo(expected(words));

    database.maintenance(settings(words)).settle();
    assertThat(answer(words)).isEqualTo(expected(words));
    assertThat(database.maintenance(settings(words)).verify()).contains(0L);
    database.maintenance(settings(words)).rebuild();
    assertThat(answer(words)).isEqualTo(expected(words));
  }

  /** A word that SQL has other plans for, too. */
  private static Metric named(String name) {
    return Metric.of(name, MetricKind.GAUGE, "it's one", 1, "-5", "5");
  }

  private static StorageSettings settings(MetricCatalogue catalogue) {
    return new StorageSettings(
        Duration.ofDays(7),
        Optional.of(Duration.ofDays(14)),
        Duration.ofDays(2),
        Optional.empty(),
        catalogue);
  }

  private void store(MetricCatalogue catalogue, Instant at, Map<Metric, Integer> values) {
    Sample sample = new Sample(USER, at, values);
    stored.add(sample);
    new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers())
        .store(SampleBatch.of(catalogue, sample));
  }

  private Summary answer(MetricCatalogue catalogue) {
    return new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers())
        .summarize(USER, all, catalogue);
  }

  /** Of what was stored, by what of it a catalogue knows. */
  private Summary expected(MetricCatalogue catalogue) {
    Map<Instant, Map<Metric, Integer>> byMoment = new HashMap<>();
    for (Sample sample : stored) {
      byMoment
          .computeIfAbsent(sample.timestamp(), moment -> new HashMap<>())
          .putAll(sample.values());
    }
    Summary summary = Summary.empty(catalogue);
    for (Map<Metric, Integer> values : byMoment.values()) {
      int[] inOrder =
          catalogue.metrics().stream()
              .mapToInt(metric -> values.getOrDefault(metric, SampleBatch.ABSENT))
              .toArray();
      summary = summary.merge(Summary.of(catalogue, inOrder));
    }
    return summary;
  }
}
