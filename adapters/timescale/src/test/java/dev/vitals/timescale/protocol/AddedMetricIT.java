package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.StandardMetrics.CALORIES;
import static dev.vitals.domain.metric.StandardMetrics.HEART_RATE;
import static dev.vitals.domain.metric.StandardMetrics.OXYGEN_SATURATION;
import static dev.vitals.domain.metric.StandardMetrics.STEPS;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.sample.Sample;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.summary.Summary;
import dev.vitals.timescale.TestDatabase;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 10: work on the rollups knows every metric of the samples it reads. */
@ParameterizedClass
@EnumSource
class AddedMetricIT extends ProtocolTest {
  private static final MetricCatalogue FOUR =
      MetricCatalogue.of(HEART_RATE, STEPS, CALORIES, OXYGEN_SATURATION);

  private final AtomicBoolean isAdded = new AtomicBoolean();

  AddedMetricIT(TestServer server) {
    super(server);
  }

  @Override
  MetricCatalogue kept() {
    return MetricCatalogue.SHIPPED;
  }

  @Test
  void oneThatIsAddedBehindTheRefreshsLookIsInTheRollups() {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    RollupMaintenance refreshing = addingBehindTheLook();

    refreshing.refresh();

    assertThat(isAdded).isTrue();
    assertThat(answerOfFour()).isEqualTo(oneMore());
    maintenance(LAG).settle();
    assertThat(answerOfFour()).isEqualTo(oneMore());
  }

  @Test
  void oneThatIsAddedBehindTheSettlingsLookIsSettledByTheNext() {
    settledUpToNow();
    store.store(sample(noon, 60));
    RollupMaintenance settling = addingBehindTheLook();

    settling.settle();

    assertThat(isAdded).isTrue();
    assertThat(answerOfFour()).isEqualTo(oneMore());
    assertThat(marks()).isEqualTo(1);
    maintenance(LAG).settle();
    assertThat(answerOfFour()).isEqualTo(oneMore());
    assertThat(marks()).isZero();
  }

  /** Made anew with the columns that were looked up before, they would lack its own. */
  @Test
  void oneThatIsAddedWhileTheRollupsAreMadeAnewIsInThem() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    ExecutorService other = Executors.newSingleThreadExecutor();
    AtomicReference<Future<?>> adding = new AtomicReference<>();
    Jdbi interrupted = database.jdbi();
    Pause.behindEachStatementWith(
        "from health_metrics_catalogue order by number",
        interrupted,
        () -> {
          if (isAdded.compareAndSet(false, true)) {
            Future<?> begun = other.submit(this::addAndStore);
            adding.set(begun);
            await().until(() -> begun.isDone() || somebodyWaits());
          }
        });

    new RollupMaintenance(interrupted, settings(LAG, Optional.empty())).rebuild();

    other.shutdown();
    requireNonNull(adding.get()).get(20, TimeUnit.SECONDS);
    maintenance(LAG).refresh();
    assertThat(answerOfFour()).isEqualTo(oneMore());
    assertThat(maintenance(LAG).verify()).contains(0L);
  }

  private boolean somebodyWaits() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    """
                    select exists (select from pg_locks join pg_database on database = pg_database.oid
                                   where datname = current_database() and not granted)
                    """)
                .mapTo(Boolean.class)
                .one());
  }

  /** Whoever looks which metrics there are is overtaken by one more, and by a sample of it. */
  private RollupMaintenance addingBehindTheLook() {
    Jdbi interrupted = database.jdbi();
    Pause.behindEachStatementWith(
        "from health_metrics_catalogue order by number",
        interrupted,
        () -> {
          if (isAdded.compareAndSet(false, true)) {
            addAndStore();
          }
        });
    return new RollupMaintenance(interrupted, settings(LAG, Optional.empty()));
  }

  private void addAndStore() {
    StorageSettings settings = settings(LAG, Optional.empty());
    try {
      database.migrate(TestDatabase.withMetrics(FOUR, settings));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    new TimescaleSampleStore(jdbi, writes, new RemovedUsers())
        .store(
            SampleBatch.of(
                FOUR, new Sample(USER, noon.plusSeconds(60), Map.of(OXYGEN_SATURATION, 970))));
  }

  private Summary answerOfFour() {
    return new TimescaleSummarySource(jdbi, Duration.ZERO, new RemovedUsers())
        .summarize(USER, fortnight, FOUR);
  }

  private static Summary oneMore() {
    return Summary.of(FOUR, 60, ABSENT, ABSENT, ABSENT)
        .merge(Summary.of(FOUR, ABSENT, ABSENT, ABSENT, 970));
  }
}
