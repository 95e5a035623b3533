package dev.vitals.timescale.query;

import static dev.vitals.application.store.StoredSamples.DOZEN;
import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.OXYGEN_SATURATION;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitals.application.query.LatestQuestion;
import dev.vitals.domain.latest.LatestValue;
import dev.vitals.domain.latest.LatestValues;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.metric.MetricKind;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import dev.vitals.timescale.user.TimescaleUserDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Newest values, wherever they are: above the watermark, in rollups, late, settled, dropped. */
@ParameterizedClass
@EnumSource(TestServer.class)
class LatestIT {
  private static final Duration DAY = Duration.ofDays(1);

  private final TestServer server;

  /** Above the watermark, which is a whole day. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

  /** Far below it. */
  private final Instant noon =
      now.truncatedTo(ChronoUnit.DAYS).minus(DAY.multipliedBy(60)).plus(Duration.ofHours(12));

  private TestDatabase database;
  private TimescaleSampleStore store;
  private TimescaleLatestSource latest;
  private RollupMaintenance maintenance;

  /** Of one that has a name. */
  private long user;

  LatestIT(TestServer server) {
    this.server = server;
  }

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated(server);
    Jdbi jdbi = database.jdbi();
    store = new TimescaleSampleStore(jdbi, WriteMeter.NONE, new RemovedUsers());
    latest = new TimescaleLatestSource(jdbi, new RemovedUsers());
    maintenance = database.maintenance(StorageSettings.DEFAULTS);
    user =
        requireNonNull(new TimescaleUserDirectory(jdbi, 10).findOrAdd(List.of("ann")).get("ann"));
    assertThat(user).isNegative();
  }

  @AfterEach
  void close() throws Exception {
    if (database != null) {
      database.close();
    }
  }

  @Test
  void nothingIsFilledYet() {
    write(noon, Map.of(STEPS, 1));
    write(now, Map.of(HEART_RATE, 700));

    assertThat(answer()).containsExactly(at(now, 700), at(noon, 1), Optional.empty());
  }

  @Test
  void nobodyHasNothing() {
    write(noon, Map.of(STEPS, 1));
    maintenance.refresh();

    for (long nobody : new long[] {0, user - 1, 1, Long.MAX_VALUE}) {
      assertThat(latest.latest(new LatestQuestion(nobody, SHIPPED)))
          .isEqualTo(LatestValues.none(SHIPPED));
    }
  }

  @Test
  void whatIsAboveTheWatermarkIsReadFromSamplesAndBelowItFromDaysThatHaveIt() {
    write(noon, Map.of(STEPS, 1, HEART_RATE, 600));
    write(noon.minus(DAY), Map.of(STEPS, 9, CALORIES, 2));
    everyMinute(now, 200);
    maintenance.refresh();

    assertThat(answer()).containsExactly(at(now, 700), at(noon, 1), at(noon.minus(DAY), 2));
    write(now.minus(Duration.ofHours(10)), Map.of(STEPS, 5));
    assertThat(answer())
        .as("behind more than the newest few")
        .containsExactly(
            at(now, 700), at(now.minus(Duration.ofHours(10)), 5), at(noon.minus(DAY), 2));
  }

  @Test
  void aUserWhoseSamplesAreAllOldIsFoundInTheColumnstoreToo() {
    everyMinute(noon, 300);
    write(noon.minus(DAY.multipliedBy(200)), Map.of(CALORIES, 5));
    maintenance.refresh();
    maintenance.compress();

    assertThat(answer())
        .containsExactly(at(noon, 700), Optional.empty(), at(noon.minus(DAY.multipliedBy(200)), 5));
  }

  @Test
  void aLateSampleIsFoundWhileItsDayIsMarkedAndWhenItIsSettled() {
    write(noon, Map.of(STEPS, 1));
    maintenance.refresh();
    assertThat(answer()).containsExactly(Optional.empty(), at(noon, 1), Optional.empty());

    // Of a day that the rollup has without it, of one that it has not, and of an older one.
    write(noon.plusSeconds(60), Map.of(HEART_RATE, 610, STEPS, 2));
    write(noon.plus(DAY), Map.of(CALORIES, 3));
    write(noon.minus(DAY), Map.of(CALORIES, 4, HEART_RATE, 620, STEPS, 3));
    List<Optional<LatestValue>> expected =
        List.of(at(noon.plusSeconds(60), 610), at(noon.plusSeconds(60), 2), at(noon.plus(DAY), 3));
    assertThat(answer()).isEqualTo(expected);
    assertThat(only(CALORIES)).isEqualTo(expected.subList(2, 3));

    maintenance.settle();
    assertThat(count("health_metrics_late_days")).isZero();
    assertThat(answer()).isEqualTo(expected);
    assertThat(only(CALORIES)).isEqualTo(expected.subList(2, 3));
  }

  @Test
  void aMarkedDayThatHasNothingOfAMetricHidesNoOlderOne() {
    write(noon, Map.of(STEPS, 1));
    maintenance.refresh();
    for (int day = 1; day <= 5; day++) {
      write(noon.plus(DAY.multipliedBy(day)), Map.of(HEART_RATE, 600 + day));
      write(noon.minus(DAY.multipliedBy(day)), Map.of(HEART_RATE, 500 + day, CALORIES, day));
    }

    assertThat(answer())
        .containsExactly(
            at(noon.plus(DAY.multipliedBy(5)), 605), at(noon, 1), at(noon.minus(DAY), 1));
  }

  /** Whatever the rollups say, a value is that of a sample. */
  @Test
  void aDayThatHasNotWhatItsRollupSaysHidesNoOlderOne() throws Exception {
    write(noon, Map.of(STEPS, 1));
    write(noon.minus(DAY), Map.of(STEPS, 2));
    write(noon.minus(DAY.multipliedBy(40)), Map.of(STEPS, 3));
    maintenance.refresh();
    for (Instant gone : List.of(noon, noon.minus(DAY))) {
      database.execute(
          "set vitals.protocol = 3; delete from health_metrics where timestamp = '" + gone + "'");
    }

    assertThat(only(STEPS)).containsExactly(at(noon.minus(DAY.multipliedBy(40)), 3));
  }

  /** As between the raise of the horizon and the drop of the last sample below it. */
  @Test
  void whatIsBelowTheHorizonIsNotAnsweredThoughItsRollupStays() throws Exception {
    write(noon, Map.of(STEPS, 1));
    write(noon.plus(DAY), Map.of(HEART_RATE, 600));
    write(noon.minus(DAY), Map.of(CALORIES, 3));
    maintenance.refresh();
    assertThat(answer())
        .containsExactly(at(noon.plus(DAY), 600), at(noon, 1), at(noon.minus(DAY), 3));

    raiseHorizon(noon.plus(DAY).truncatedTo(ChronoUnit.DAYS));
    assertThat(answer())
        .as("by one who knew no horizon")
        .containsExactly(at(noon.plus(DAY), 600), Optional.empty(), Optional.empty());

    raiseHorizon(noon.plus(DAY.multipliedBy(2)).truncatedTo(ChronoUnit.DAYS));
    assertThat(latest.latest(new LatestQuestion(user, SHIPPED)))
        .isEqualTo(LatestValues.none(SHIPPED));
  }

  @Test
  void aMarkBelowTheHorizonIsNotLookedInto() throws Exception {
    maintenance.refresh();
    write(noon, Map.of(STEPS, 1));
    raiseHorizon(noon.plus(DAY).truncatedTo(ChronoUnit.DAYS));

    assertThat(latest.latest(new LatestQuestion(user, SHIPPED)))
        .isEqualTo(LatestValues.none(SHIPPED));
  }

  @Test
  void whatRetentionDroppedHasNoValue() {
    write(noon, Map.of(STEPS, 1));
    write(now, Map.of(HEART_RATE, 600));
    maintenance.refresh();
    StorageSettings defaults = StorageSettings.DEFAULTS;
    RollupMaintenance retaining =
        database.maintenance(
            new StorageSettings(
                defaults.chunkInterval(),
                defaults.columnarAfter(),
                defaults.watermarkLag(),
                Optional.of(DAY.multipliedBy(30))));
    assertThat(retaining.retain()).contains(true);

    assertThat(answer()).containsExactly(at(now, 600), Optional.empty(), Optional.empty());
  }

  /** It takes a day for filled that is not any more: what is written there has no mark. */
  @Test
  void whoKnowsAHigherWatermarkThanThereIsAsksAgain() throws Exception {
    write(noon.minus(DAY), Map.of(STEPS, 1));
    maintenance.refresh();
    assertThat(answer())
        .containsExactly(Optional.empty(), at(noon.minus(DAY), 1), Optional.empty());

    database.execute(
        """
        update health_metrics_rollup_state
        set marked_below = '%1$s', read_below_15m = '%1$s', read_below_1d = '%1$s'
        """
            .formatted(noon.truncatedTo(ChronoUnit.DAYS)));
    write(noon, Map.of(STEPS, 2, CALORIES, 3));

    assertThat(answer()).containsExactly(Optional.empty(), at(noon, 2), at(noon, 3));
  }

  @Test
  void aMetricThatIsAddedLaterIsFoundWhereverItIs() throws Exception {
    write(noon, Map.of(STEPS, 1));
    write(noon.minus(DAY), Map.of(STEPS, 1));
    maintenance.refresh();
    maintenance.compress();
    StorageSettings more = TestDatabase.withMetrics(DOZEN, StorageSettings.DEFAULTS);
    database.migrate(more);
    assertThat(only(OXYGEN_SATURATION)).containsExactly(Optional.empty());

    write(noon.minus(DAY).plusSeconds(1), Map.of(OXYGEN_SATURATION, 951));
    assertThat(only(OXYGEN_SATURATION)).containsExactly(at(noon.minus(DAY).plusSeconds(1), 951));
    database.maintenance(more).settle();
    assertThat(only(OXYGEN_SATURATION)).containsExactly(at(noon.minus(DAY).plusSeconds(1), 951));
    write(now, Map.of(OXYGEN_SATURATION, 972));
    assertThat(only(OXYGEN_SATURATION)).containsExactly(at(now, 972));
  }

  /** Ours stand beside them. */
  @Test
  void aMetricMayBeCalledWhatTheStatementCallsSomething() throws Exception {
    List<Metric> odd =
        List.of("n", "value", "day", "at", "newest", "recent", "order", "select").stream()
            .map(name -> Metric.of(name, MetricKind.TOTAL, "unit", 0, "0", "9"))
            .toList();
    MetricCatalogue catalogue = MetricCatalogue.of(odd);
    database.migrate(TestDatabase.withMetrics(catalogue, StorageSettings.DEFAULTS));
    for (int number = 0; number < odd.size(); number++) {
      write(noon.plus(DAY.multipliedBy(number)), Map.of(odd.get(number), number));
    }
    database.maintenance(TestDatabase.withMetrics(catalogue, StorageSettings.DEFAULTS)).refresh();

    assertThat(latest.latest(new LatestQuestion(user, catalogue)).values())
        .isEqualTo(
            IntStream.range(0, odd.size())
                .mapToObj(number -> at(noon.plus(DAY.multipliedBy(number)), number))
                .toList());
  }

  private void write(Instant at, Map<Metric, Integer> values) {
    store.store(
        SampleBatch.of(
            MetricCatalogue.of(List.copyOf(values.keySet())),
            List.of(new Sample(user, at, values))));
  }

  /** Heart rates up to a moment, the last one 700. */
  private void everyMinute(Instant last, int number) {
    store.store(
        SampleBatch.of(
                SHIPPED,
                IntStream.range(0, number)
                    .mapToObj(
                        minute ->
                            new Sample(
                                user,
                                last.minusSeconds(60L * minute),
                                Map.of(HEART_RATE, 700 - minute)))
                    .toList())
            .collapsed());
  }

  private void raiseHorizon(Instant to) throws Exception {
    database.execute("update health_metrics_rollup_state set horizon = '" + to + "'");
  }

  private List<Optional<LatestValue>> answer() {
    LatestValues answer = latest.latest(new LatestQuestion(user, SHIPPED));
    assertThat(answer.hasSamples()).isTrue();
    return answer.values();
  }

  private List<Optional<LatestValue>> only(Metric metric) {
    return latest.latest(new LatestQuestion(user, MetricCatalogue.of(metric))).values();
  }

  private long count(String table) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  private static Optional<LatestValue> at(Instant timestamp, int value) {
    return Optional.of(new LatestValue(EpochMicros.of(timestamp), value));
  }
}
