package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A group in which requests share keys is written in two steps, which nobody comes between. */
@ParameterizedClass
@EnumSource
class SharedKeysIT extends ProtocolTest {
  private static final int MANY = 400;

  SharedKeysIT(TestServer server) {
    super(server);
  }

  /** The key whose first request changes nothing is not written in the first step, but locked. */
  @Test
  void anotherWriterOfASharedKeyWaitsForBothSteps() throws Exception {
    store.store(sample(noon, 60));
    Jdbi interrupted = TimescaleJdbi.configured(Jdbi.create(database::connect));
    List<Future<StoredKeys>> others = new ArrayList<>();
    Pause.behindEachStatementWith(
        ColumnarCopiesIT.READING,
        interrupted,
        () -> {
          Future<StoredKeys> other = sessions.submit(() -> store.store(sample(noon, 90)));
          others.add(other);
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> other.isDone() || waiting("locktype in ('tuple', 'transactionid')") > 0);
        });

    List<StoredKeys> told =
        new TimescaleSampleStore(interrupted, WriteMeter.NONE, new RemovedUsers())
            .store(List.of(sample(noon, 60), sample(noon, 70), sample(noon, 60)));

    assertThat(told)
        .containsExactly(new StoredKeys(0, 0, 1), new StoredKeys(0, 1, 0), new StoredKeys(0, 1, 0));
    assertThat(others).hasSize(1);
    assertThat(others.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(new StoredKeys(0, 1, 0));
    assertThat(answer()).isEqualTo(heartRates(90));
  }

  @Test
  void manyNewKeysThatTwoRequestsShareAreCopiedAndThenMerged() {
    List<StoredKeys> told =
        store.store(List.of(minutes(MANY, 60), minutes(MANY, 61), minutes(MANY, 61)));

    assertThat(writes.events()).containsExactly("copied");
    assertThat(told)
        .containsExactly(
            new StoredKeys(MANY, 0, 0), new StoredKeys(0, MANY, 0), new StoredKeys(0, 0, MANY));
    assertThat(answer().figures().get(0).min()).isEqualTo(61);
  }

  @Test
  void aLateKeyThatOnlyTheSecondRequestChangesIsMarked() {
    store.store(sample(noon, 60));
    settledUpToNow();

    assertThat(store.store(List.of(sample(noon, 60), sample(noon, 65))))
        .containsExactly(new StoredKeys(0, 0, 1), new StoredKeys(0, 1, 0));

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65));
    maintenance(LAG).settle();
    assertThat(answer()).isEqualTo(heartRates(65));
  }

  @Test
  void keysOnBothSidesOfTheColumnstoresBoundAreToldApart() throws Exception {
    store.store(List.of(minutes(10, 60)));
    database.execute(
        "update health_metrics_rollup_state set columnar_below = '" + noon.plusSeconds(300) + "'");

    assertThat(store.store(List.of(minutes(8, 60), minutes(12, 61))))
        .containsExactly(new StoredKeys(0, 0, 8), new StoredKeys(2, 10, 0));
    assertThat(store.store(List.of(minutes(MANY, 61), minutes(MANY, 61))))
        .containsExactly(new StoredKeys(MANY - 12, 0, 12), new StoredKeys(0, 0, MANY));
    assertThat(answer().figures().get(0).min()).isEqualTo(61);
  }

  private SampleBatch minutes(int count, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, count);
    for (int minute = 0; minute < count; minute++) {
      builder.add(USER, EpochMicros.of(noon.plusSeconds(60L * minute)), heartRate, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
