package dev.vitals.timescale.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.kind.StorageSettings;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where samples may be in the columnstore, what is unchanged is left out, so writers take turns.
 */
@ParameterizedClass
@EnumSource
class ColumnarWritersIT extends ProtocolTest {
  ColumnarWritersIT(TestServer server) {
    super(server);
  }

  @Test
  void aLateSampleBelowTheColumnstoresBoundIsMarked() throws Exception {
    store.store(sample(noon, 60));
    settledUpToNow();
    database.execute("update health_metrics_rollup_state set columnar_below = now()");
    store.store(sample(noon, 60));
    assertThat(marks()).isZero();

    store.store(sample(noon.plusSeconds(60), 70));
    store.store(sample(noon, 65));

    assertThat(marks()).isEqualTo(1);
    assertThat(answer()).isEqualTo(heartRates(65, 70));
  }

  @Test
  void twoBatchesBelowTheColumnstoresBoundAreNotMixed() throws Exception {
    database.execute("update health_metrics_rollup_state set columnar_below = now()");
    boolean meets = true;
    for (int statement = 1; meets; statement++) {
      store.store(pair(60, 60));
      Jdbi interrupted = database.jdbi();
      AtomicInteger next = new AtomicInteger(statement);
      List<Future<?>> others = new ArrayList<>();
      Pause.behindEachStatementWith(
          "",
          interrupted,
          () -> {
            if (next.decrementAndGet() == 0) {
              Future<?> writer = sessions.submit(() -> store.store(pair(70, 71)));
              others.add(writer);
              await()
                  .atMost(Duration.ofSeconds(20))
                  .pollInterval(Duration.ofMillis(2))
                  .until(
                      () ->
                          writer.isDone()
                              || waiting("locktype in ('advisory', 'tuple', 'transactionid')") > 0);
            }
          });

      // Half of it is as it is stored.
      new TimescaleSampleStore(interrupted, WriteMeter.NONE, new RemovedUsers())
          .store(pair(60, 61));

      meets = !others.isEmpty();
      for (Future<?> other : others) {
        other.get(30, TimeUnit.SECONDS);
        assertThat(answer()).isIn(heartRates(60, 61), heartRates(70, 71));
      }
    }
    assertThat(answer()).isEqualTo(heartRates(60, 61));
  }

  @Test
  void writersKnowOfAColumnstoreChunkBeforeItIsOne() throws Exception {
    assumeTrue(
        jdbi.withHandle(DetectedDatabase::detect).kind().name() == Name.COMMUNITY,
        "there is no columnstore");
    store.store(sample(noon.minus(Duration.ofDays(60)), 60));
    settledUpToNow();
    List<Long> unknown = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () ->
            unknown.add(
                count(
                    "timescaledb_information.chunks where hypertable_name = 'health_metrics' and"
                        + " is_compressed and range_end > (select columnar_below from"
                        + " health_metrics_rollup_state)")));

    assertThat(new RollupMaintenance(stepped, StorageSettings.DEFAULTS).compress().orElseThrow())
        .isPositive();

    assertThat(unknown).hasSizeGreaterThan(5).containsOnly(0L);
    assertThat(state().columnarBelowMicros())
        .isGreaterThan(EpochMicros.of(noon.minus(Duration.ofDays(60))));
  }
}
