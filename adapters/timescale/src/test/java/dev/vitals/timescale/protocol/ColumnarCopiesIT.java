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
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where samples may be in the columnstore, many new ones are copied without asking first what is
 * there: a copy meets what exists all the same, and keeps out of the way of who has asked.
 */
@ParameterizedClass
@EnumSource
class ColumnarCopiesIT extends ProtocolTest {
  /** Part of the statement by which a writer asks what is stored, and of no other. */
  static final String READING = "with ordinality";

  private static final int MANY = 400;

  ColumnarCopiesIT(TestServer server) {
    super(server);
  }

  @Test
  void manyNewSamplesAreCopiedAndMarked() throws Exception {
    settledUpToNow();
    everythingMayBeColumnar();
    store.store(minutes(noon, 60));

    assertThat(writes.events()).containsExactly("copied");
    assertThat(marks()).isEqualTo(1);
    assertThat(answer().samples()).isEqualTo(MANY);
  }

  /** In the columnstore where there is one, which no index knows of. */
  @Test
  void aCopyMeetsASampleThatIsInTheColumnstore() {
    Instant old = noon.minus(Duration.ofDays(60));
    store.store(sample(old.plusSeconds(60), 50));
    store.store(sample(noon, 50));
    settledUpToNow();
    database.maintenance(StorageSettings.DEFAULTS).compress();

    assertThat(store.store(minutes(old, 60))).isEqualTo(new StoredKeys(MANY - 1, 1, 0));

    assertThat(writes.events()).containsExactly("merged", "merged", "collided", "merged");
    assertThat(answer(old).samples()).isEqualTo(MANY);
    assertThat(answer(old).figures().get(0).min()).isEqualTo(60);
  }

  @Test
  void aCopyWaitsForWhoHasReadWhatIsThere() throws Exception {
    everythingMayBeColumnar();
    Jdbi interrupted = TimescaleJdbi.configured(Jdbi.create(database::connect));
    List<Future<StoredKeys>> copies = new ArrayList<>();
    Pause.behindEachStatementWith(
        READING,
        interrupted,
        () -> {
          Future<StoredKeys> copy = sessions.submit(() -> store.store(minutes(noon, 60)));
          copies.add(copy);
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> copy.isDone() || waiting("locktype = 'advisory'") > 0);
        });

    assertThat(
            new TimescaleSampleStore(interrupted, WriteMeter.NONE, new RemovedUsers())
                .store(sample(noon.plusSeconds(60), 50)))
        .isEqualTo(new StoredKeys(1, 0, 0));

    assertThat(copies).hasSize(1);
    assertThat(copies.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(new StoredKeys(MANY - 1, 1, 0));
    assertThat(answer().figures().get(0).min()).isEqualTo(60);
  }

  /** Each copies first and merges behind it: with less of a lock they would wait in a circle. */
  @Test
  void twoGroupsOfSharedKeysDoNotWaitForEachOther() throws Exception {
    everythingMayBeColumnar();
    Jdbi interrupted = TimescaleJdbi.configured(Jdbi.create(database::connect));
    List<Future<List<StoredKeys>>> others = new ArrayList<>();
    Pause.behindEachStatementWith(
        READING,
        interrupted,
        () -> {
          if (others.isEmpty()) {
            Instant next = noon.plus(Duration.ofDays(1));
            Future<List<StoredKeys>> other =
                sessions.submit(() -> store.store(List.of(minutes(next, 60), minutes(next, 61))));
            others.add(other);
            await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> other.isDone() || waiting("locktype = 'advisory'") > 0);
          }
        });

    List<StoredKeys> told =
        new TimescaleSampleStore(interrupted, writes, new RemovedUsers())
            .store(List.of(minutes(noon, 60), minutes(noon, 61)));

    assertThat(told).containsExactly(new StoredKeys(MANY, 0, 0), new StoredKeys(0, MANY, 0));
    assertThat(others).hasSize(1);
    assertThat(others.get(0).get(30, TimeUnit.SECONDS)).isEqualTo(told);
    assertThat(writes.events()).containsExactly("copied", "copied");
  }

  private void everythingMayBeColumnar() throws Exception {
    database.execute("update health_metrics_rollup_state set columnar_below = now()");
  }

  private static SampleBatch minutes(Instant start, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, MANY);
    for (int minute = 0; minute < MANY; minute++) {
      builder.add(USER, EpochMicros.of(start.plusSeconds(60L * minute)), heartRate, ABSENT, ABSENT);
    }
    return builder.build();
  }
}
