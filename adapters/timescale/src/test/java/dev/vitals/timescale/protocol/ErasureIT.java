package dev.vitals.timescale.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitals.domain.rollup.UnanswerableRangeException;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.kind.DatabaseKind.Name;
import dev.vitals.timescale.kind.DetectedDatabase;
import dev.vitals.timescale.rollup.RollupMaintenance;
import dev.vitals.timescale.user.RemovedUsers;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 11: what is erased is in no answer, and comes back into none. */
@ParameterizedClass
@EnumSource
class ErasureIT extends ProtocolTest {
  private TimescaleSampleEraser eraser;

  ErasureIT(TestServer server) {
    super(server);
  }

  @BeforeEach
  void eraser() {
    eraser = new TimescaleSampleEraser(jdbi, new RemovedUsers());
  }

  @Test
  void nothingOfItIsKeptAnywhere() {
    store.store(sample(noon, 60));
    settledUpToNow();
    store.store(sample(noon.plusSeconds(60), 70));
    maintenance(LAG).settle();
    store.store(sample(Instant.now().truncatedTo(ChronoUnit.MICROS), 80));
    assertThat(corrections()).isEqualTo(2);

    assertThat(eraser.erase(USER, new TimeRange(noon, noon.plusSeconds(61)))).isEqualTo(2);

    assertThat(count("health_metrics")).isEqualTo(1);
    assertThat(rollupRows()).isZero();
    assertThat(corrections()).isZero();
    assertThat(answer()).isEqualTo(heartRates(80));
    assertThat(marks()).isEqualTo(1);
    settledUpToNow();
    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates(80));
    assertThat(maintenance(LAG).verify()).contains(0L);
    assertThat(eraser.erase(USER, fortnight)).isEqualTo(1);
    assertThat(eraser.erase(USER, fortnight)).isZero();
    assertThat(answer()).isEqualTo(heartRates());
  }

  @Test
  void whatIsLeftOfTheDayAndOfOthersStays() {
    store.store(sample(noon, 60));
    store.store(sample(noon.plusSeconds(60), 70));
    store.store(sample(noon.plus(Duration.ofHours(3)), 90));
    store.store(sample(noon.plus(Duration.ofDays(1)), 95));
    settledUpToNow();

    eraser.erase(USER, new TimeRange(noon.plusSeconds(30), noon.plusSeconds(90)));
    eraser.erase(USER - 1, fortnight);

    assertThat(answer()).isEqualTo(heartRates(60, 90, 95));
    maintenance(LAG).settle();
    assertThat(answer()).isEqualTo(heartRates(60, 90, 95));
    assertThat(maintenance(LAG).verify()).contains(0L);
  }

  /** Or it would fill what is being erased, and nobody had marked it. */
  @Test
  void theWatermarkIsNotRaisedMeanwhile() throws Exception {
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    List<Future<?>> refresh = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (refresh.isEmpty() && isStateHeld()) {
            refresh.add(sessions.submit(() -> maintenance(LAG).refresh()));
            await().until(() -> refresh.get(0).isDone() || waiting("true") > 0);
          }
        });

    new TimescaleSampleEraser(stepped, new RemovedUsers()).erase(USER, fortnight);

    refresh.get(0).get(30, TimeUnit.SECONDS);
    assertThat(answer()).isEqualTo(heartRates());
    assertThat(rollupRows()).isZero();
  }

  /** A refresh that fills what has changed knows of the erased samples alone. */
  @Test
  void whatIsLeftOutlivesAWatermarkThatIsBroughtBack() throws Exception {
    store.store(sample(noon, 60));
    store.store(sample(noon.plus(Duration.ofHours(3)), 90));
    settledUpToNow();
    eraser.erase(USER, new TimeRange(noon, noon.plusSeconds(1)));
    maintenance(LAG).settle();
    assertThat(marks()).isZero();

    // As under a clock that was ahead.
    database.execute(
        "update health_metrics_rollup_state set marked_below = now() + interval '1 hour'");
    maintenance(BIG_LAG).refresh();
    assertThat(answer()).isEqualTo(heartRates(90));
    settledUpToNow();

    assertThat(answer()).isEqualTo(heartRates(90));
    assertThat(maintenance(LAG).verify()).contains(0L);
  }

  /** What the refresh has read before and writes behind it. */
  @Test
  void aRefreshThatReadTheSamplesBeforeDoesNotBringThemBack() throws Exception {
    assumeTrue(
        jdbi.withHandle(DetectedDatabase::detect).kind().name() != Name.COMMUNITY,
        "a refresh that waits for a key of a table; the next test has what it leaves");
    store.store(sample(noon, 60));
    maintenance(BIG_LAG).refresh();
    try (Connection holding = database.connect();
        Statement statement = holding.createStatement()) {
      holding.setAutoCommit(false);
      statement.execute(
          "insert into health_metrics_15m (user_id, bucket, samples) values (%d, '%s', 0)"
              .formatted(USER, noon));
      Future<?> refresh = sessions.submit(() -> maintenance(LAG).refresh());
      awaitRowWaiters();
      eraser.erase(USER, fortnight);
      holding.rollback();
      refresh.get(30, TimeUnit.SECONDS);
    }
    assertThat(rollupRows()).isEqualTo(2);
    assertThat(answer()).isEqualTo(heartRates());

    maintenance(LAG).settle();

    assertThat(marks()).isZero();
    assertThat(answer()).isEqualTo(heartRates());
    assertThat(rollupRows()).isZero();
    assertThat(maintenance(LAG).verify()).contains(0L);
  }

  @Test
  void whatARefreshLeftIsTakenOutBySettling() {
    store.store(sample(noon, 60));
    store.store(sample(noon.plus(Duration.ofHours(1)), 70));
    settledUpToNow();
    eraser.erase(USER, new TimeRange(noon, noon.plusSeconds(1)));
    jdbi.useHandle(
        handle ->
            handle.execute(
                "insert into %s (user_id, bucket, samples, heart_rate_count, heart_rate_sum) values (%d, '%s', 1, 1, 600)"
                    .formatted(
                        DetectedDatabase.detect(handle)
                            .kind()
                            .tableOf(handle, "health_metrics_15m"),
                        USER,
                        noon)));
    assertThat(answer()).isEqualTo(heartRates(70));

    maintenance(LAG).settle();

    assertThat(answer()).isEqualTo(heartRates(70));
    assertThat(answer(new TimeRange(noon, noon.plusSeconds(900)))).isEqualTo(heartRates());
    assertThat(rollupRows()).isZero();
    assertThat(maintenance(LAG).verify()).contains(0L);
  }

  @Test
  void aQuestionBehindAnyStatementSeesAllOrNothing() {
    store.store(sample(noon, 60));
    store.store(sample(noon.minus(Duration.ofDays(2)), 70));
    settledUpToNow();
    store.store(sample(noon.plusSeconds(60), 80));
    List<Summary> answers = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(stepped, () -> answers.add(answer()));

    new TimescaleSampleEraser(stepped, new RemovedUsers()).erase(USER, fortnight);

    assertThat(answers).hasSizeGreaterThan(10).containsOnly(heartRates(70, 60, 80));
    assertThat(answer()).isEqualTo(heartRates());
  }

  @Test
  void aWriteBehindAnyStatementIsErasedOrWrittenBehindIt() throws Exception {
    store.store(sample(noon.minusSeconds(60), 50));
    settledUpToNow();
    AtomicInteger left = new AtomicInteger();
    int kept = 0;
    for (int statement = 1; left.get() <= 0; statement++) {
      store.store(sample(noon.minusSeconds(60), 50));
      left.set(statement);
      List<Future<?>> write = new ArrayList<>();
      Jdbi stepped =
          stepped(
              left,
              () -> {
                write.add(sessions.submit(() -> store.store(sample(noon, 60))));
                // For the mark, from some point on.
                await().until(() -> write.get(0).isDone() || waiting("true") > 0);
              });
      long erased = new TimescaleSampleEraser(stepped, new RemovedUsers()).erase(USER, fortnight);
      if (!write.isEmpty()) {
        write.get(0).get(30, TimeUnit.SECONDS);
      }

      boolean isKept = count("health_metrics") > 0;
      assertThat(erased).isEqualTo(left.get() <= 0 && !isKept ? 2 : 1);
      assertThat(answer()).isEqualTo(isKept ? heartRates(60) : heartRates());
      maintenance(LAG).settle();
      assertThat(answer()).isEqualTo(isKept ? heartRates(60) : heartRates());
      assertThat(maintenance(LAG).verify()).contains(0L);
      kept += isKept ? 1 : 0;
      eraser.erase(USER, fortnight);
    }
    assertThat(kept).isPositive();
  }

  @Test
  void settlingBehindAnyStatementDoesNotBringItBack() {
    settledUpToNow();
    AtomicInteger left = new AtomicInteger();
    for (int statement = 1; left.get() <= 0; statement++) {
      store.store(sample(noon, 60));
      left.set(statement);
      Jdbi stepped =
          stepped(
              left,
              () -> {
                // Not behind the mark: settling would wait for it, and this for settling.
                if (!isMarkHeld()) {
                  maintenance(LAG).settle();
                }
              });
      new TimescaleSampleEraser(stepped, new RemovedUsers()).erase(USER, fortnight);

      assertThat(answer()).isEqualTo(heartRates());
      maintenance(LAG).settle();
      assertThat(marks()).isZero();
      assertThat(rollupRows() + corrections()).isZero();
    }
  }

  @Test
  void anErasureBehindAnyStatementOfSettlingIsNotForgotten() {
    settledUpToNow();
    AtomicInteger left = new AtomicInteger();
    for (int statement = 1; left.get() <= 0; statement++) {
      store.store(sample(noon, 60));
      eraser.erase(USER, new TimeRange(noon.minusSeconds(1), noon));
      left.set(statement);
      AtomicBoolean isErased = new AtomicBoolean();
      Jdbi stepped =
          stepped(
              left,
              () -> {
                if (!isMarkHeld()) {
                  eraser.erase(USER, fortnight);
                  isErased.set(true);
                }
              });
      new RollupMaintenance(stepped, settings(LAG, Optional.empty())).settle();
      if (!isErased.get()) {
        // Behind the last one, or it would have had to wait for the mark.
        eraser.erase(USER, fortnight);
      }

      assertThat(answer()).isEqualTo(heartRates());
      maintenance(LAG).settle();
      assertThat(answer()).isEqualTo(heartRates());
      assertThat(rollupRows() + corrections()).isZero();
    }
  }

  @Test
  void anErasureBehindTheSnapshotOfItsSettlingIsNotForgotten() throws Exception {
    settledUpToNow();
    store.store(sample(noon, 60));
    settleBySnapshotBefore(() -> eraser.erase(USER, fortnight));

    assertThat(answer()).isEqualTo(heartRates());
    assertThat(marks()).isEqualTo(1);
    maintenance(LAG).settle();
    assertThat(rollupRows() + corrections() + marks()).isZero();
  }

  @Test
  void belowTheHorizonSummariesGo() {
    Instant old = noon.minus(Duration.ofDays(30));
    Instant midnight = old.truncatedTo(ChronoUnit.DAYS);
    store.store(sample(old, 60));
    store.store(sample(old.plusSeconds(60), 65));
    store.store(sample(old.plus(Duration.ofHours(2)), 70));
    store.store(sample(old.plus(Duration.ofDays(1)), 80));
    settledUpToNow();
    store.store(sample(old.plus(Duration.ofHours(2)).plusSeconds(1), 75));
    assertThat(retaining(Duration.ofDays(8)).retain()).contains(true);
    TimeRange all = new TimeRange(midnight, noon);
    assertThat(answer(all)).isEqualTo(heartRates(60, 65, 70, 75, 80));

    assertThatThrownBy(() -> eraser.erase(USER, new TimeRange(old, old.plusSeconds(60))))
        .isInstanceOf(UnanswerableRangeException.class);
    assertThat(answer(all)).isEqualTo(heartRates(60, 65, 70, 75, 80));

    assertThat(eraser.erase(USER, new TimeRange(old, old.plusSeconds(900)))).isEqualTo(2);
    assertThat(answer(all)).isEqualTo(heartRates(70, 75, 80));
    assertThat(answer(old)).isEqualTo(heartRates(70, 75));
    assertThat(
            eraser.erase(USER, new TimeRange(old.plusSeconds(900), old.plus(Duration.ofDays(1)))))
        .isEqualTo(2);
    assertThat(answer(all)).isEqualTo(heartRates(80));
    assertThat(answer(old)).isEqualTo(heartRates());
    assertThat(eraser.erase(USER, all)).isEqualTo(1);
    assertThat(rollupRows() + corrections()).isZero();
    assertThat(marks()).isZero();
  }

  /** Where rollups are made anew, what is below the horizon is copied. */
  @Test
  void aRebuildDoesNotBringSummariesBack() throws Exception {
    Instant old = noon.minus(Duration.ofDays(30));
    store.store(sample(old, 60));
    settledUpToNow();
    assertThat(retaining(Duration.ofDays(8)).retain()).contains(true);
    List<Future<?>> rebuild = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    AtomicInteger statements = new AtomicInteger();
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (isStateHeld() && statements.getAndIncrement() == 0) {
            rebuild.add(sessions.submit(() -> maintenance(LAG).rebuild()));
            awaitRowWaiters();
          }
        });

    new TimescaleSampleEraser(stepped, new RemovedUsers())
        .erase(USER, new TimeRange(old.truncatedTo(ChronoUnit.DAYS), noon));

    rebuild.get(0).get(30, TimeUnit.SECONDS);
    assertThat(answer(old)).isEqualTo(heartRates());
    assertThat(rollupRows() + corrections()).isZero();
  }

  @Test
  void twoOfTheSameUserAreOneBehindTheOther() {
    store.store(sample(noon, 60));
    List<Future<Long>> second = new ArrayList<>();
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (second.isEmpty() && isStateHeld()) {
            second.add(sessions.submit(() -> eraser.erase(USER, fortnight)));
            awaitLockWaiters(1);
          }
        });

    assertThat(new TimescaleSampleEraser(stepped, new RemovedUsers()).erase(USER, fortnight))
        .isEqualTo(1);

    assertThat(second.get(0)).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(0L);
  }

  private long rollupRows() {
    return count("health_metrics_15m") + count("health_metrics_1d");
  }

  private long corrections() {
    return count("health_metrics_15m_corrections") + count("health_metrics_1d_corrections");
  }
}
