package dev.vitals.application.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.query.SummarySource;
import dev.vitals.application.store.StoredSamples;
import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.StoredKeys;
import dev.vitals.domain.summary.Figures;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every sentence of {@link SampleStore}, observed through the {@link SummarySource} beside it. */
public interface SampleStoreContract extends StoredSamples {
  Instant DAY = Instant.parse("2025-01-01T00:00:00Z");
  TimeRange WHOLE_DAY = new TimeRange(DAY, DAY.plus(Duration.ofDays(1)));

  /** The same store throughout one test, empty at its start. */
  SampleStore store();

  /** Reads what {@link #store()} keeps. */
  SummarySource source();

  @Test
  default void aNewKeyIsAdded() {
    store().store(oneRow(0, 78, 150, 6_500));

    assertThat(summary()).isEqualTo(summaryOf(78, 150, 6_500));
  }

  @Test
  default void aLaterValueReplacesAnEarlierOneAndAnAbsentValueLeavesIt() {
    store().store(oneRow(0, 78, 150, ABSENT));
    store().store(oneRow(0, 90, ABSENT, 6_500));

    assertThat(summary()).isEqualTo(summaryOf(90, 150, 6_500));
  }

  @Test
  default void aZeroReplacesAValueForItIsNotAbsent() {
    store().store(oneRow(0, 78, 150, 6_500));
    store().store(oneRow(0, ABSENT, 0, 0));

    assertThat(summary()).isEqualTo(summaryOf(78, 0, 0));
  }

  @Test
  default void storingABatchAgainChangesNothing() {
    SampleBatch batch = minutes(user(1), 0, 100, 70);
    store().store(batch);
    Summary once = summary();
    store().store(batch);

    assertThat(summary()).isEqualTo(once);
    assertThat(once.samples()).isEqualTo(100);
  }

  @Test
  default void aBatchMayMixNewAndKnownKeys() {
    store().store(minutes(user(1), 0, 60, 70));
    store().store(minutes(user(1), 30, 60, 80));

    assertThat(summary().samples()).isEqualTo(90);
    assertThat(summary().figures().get(0).sum()).isEqualTo(30 * 70 + 60 * 80);
  }

  @Test
  default void anEmptyBatchIsStoredToo() {
    store().store(SampleBatch.of(catalogue()));

    assertThat(summary()).isEqualTo(Summary.empty(catalogue()));
  }

  @Test
  default void aBatchThatIsNotCollapsedIsRefusedWhole() {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), 2);
    builder.add(user(1), EpochMicros.of(DAY.plusSeconds(60)), 70, ABSENT, ABSENT);
    builder.add(user(1), EpochMicros.of(DAY), 70, ABSENT, ABSENT);
    SampleBatch batch = builder.build();

    assertThatThrownBy(() -> store().store(batch)).isInstanceOf(IllegalArgumentException.class);
    assertThat(summary()).isEqualTo(Summary.empty(catalogue()));
  }

  @Test
  default void timestampsKeepTheirMicroseconds() {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), 2);
    builder.add(user(1), EpochMicros.of(DAY) + 1, 70, ABSENT, ABSENT);
    builder.add(user(1), EpochMicros.of(DAY) + 2, 80, ABSENT, ABSENT);
    store().store(builder.build());

    TimeRange oneMicro = new TimeRange(DAY.plusNanos(1_000), DAY.plusNanos(2_000));
    assertThat(source().summarize(user(1), oneMicro, catalogue()))
        .isEqualTo(summaryOf(70, ABSENT, ABSENT));
  }

  @Test
  default void everyLimitOfAFieldIsStorable() {
    int[] least = catalogue().metrics().stream().mapToInt(Metric::least).toArray();
    int[] greatest = catalogue().metrics().stream().mapToInt(Metric::greatest).toArray();
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), 4);
    for (long user : new long[] {UserId.LEAST_OF_NAMES, Long.MAX_VALUE}) {
      builder.add(user, EpochMicros.of(DAY), greatest);
      builder.add(user, EpochMicros.of(DAY.plusSeconds(1)), least);
    }
    store().store(builder.build());

    for (long user : new long[] {UserId.LEAST_OF_NAMES, Long.MAX_VALUE}) {
      assertThat(source().summarize(user, WHOLE_DAY, catalogue()))
          .isEqualTo(Summary.of(catalogue(), greatest).merge(Summary.of(catalogue(), least)));
    }
  }

  @Test
  default void tenThousandRowsAreOneBatch() {
    store().store(minutes(user(1), 0, 10_000, 70));

    TimeRange week = new TimeRange(DAY, DAY.plus(Duration.ofDays(7)));
    assertThat(source().summarize(user(1), week, catalogue()).samples()).isEqualTo(10_000);
  }

  @Test
  default void aKeyIsNewThenUnchangedThenChanged() {
    assertThat(store().store(oneRow(0, 78, 150, ABSENT))).isEqualTo(new StoredKeys(1, 0, 0));
    assertThat(store().store(oneRow(0, 78, 150, ABSENT))).isEqualTo(new StoredKeys(0, 0, 1));
    assertThat(store().store(oneRow(0, ABSENT, 150, ABSENT))).isEqualTo(new StoredKeys(0, 0, 1));
    assertThat(store().store(oneRow(0, ABSENT, ABSENT, 0))).isEqualTo(new StoredKeys(0, 1, 0));
    assertThat(store().store(oneRow(0, 79, 150, 0))).isEqualTo(new StoredKeys(0, 1, 0));
  }

  @Test
  default void ofAFewOrManyKeysItIsToldWhatBecameOfThem() {
    for (int count : new int[] {6, 900}) {
      long user = user(count);
      SampleBatch known = minutes(user, 0, count, 70);
      assertThat(store().store(known)).isEqualTo(new StoredKeys(count, 0, 0));
      assertThat(store().store(known)).isEqualTo(new StoredKeys(0, 0, count));

      SampleBatchBuilder mixed = new SampleBatchBuilder(catalogue(), 0);
      for (int minute = count / 3; minute < count / 3 + count; minute++) {
        // Every second of those that are there is another.
        int heartRate = 70 + minute % 2;
        mixed.add(user, EpochMicros.of(DAY.plusSeconds(minute * 60L)), heartRate, ABSENT, ABSENT);
      }
      assertThat(store().store(mixed.build()))
          .isEqualTo(new StoredKeys(count / 3, count / 3, count / 3));
    }
  }

  @Test
  default void batchesOfOneCallAreStoredInOrderAndEachIsToldWhatBecameOfItsKeys() {
    store().store(oneRow(0, 70, 5, ABSENT));

    List<StoredKeys> stored =
        store()
            .store(
                List.of(
                    oneRow(0, 71, ABSENT, ABSENT),
                    oneRow(1, 80, ABSENT, ABSENT),
                    oneRow(0, 70, ABSENT, ABSENT),
                    SampleBatch.of(catalogue()),
                    oneRow(0, 70, 5, ABSENT),
                    oneRow(1, ABSENT, 6, ABSENT)));

    assertThat(stored)
        .containsExactly(
            new StoredKeys(0, 1, 0),
            new StoredKeys(1, 0, 0),
            new StoredKeys(0, 1, 0),
            StoredKeys.NONE,
            new StoredKeys(0, 0, 1),
            new StoredKeys(0, 1, 0));
    assertThat(summary()).isEqualTo(summaryOf(70, 5, ABSENT).merge(summaryOf(80, 6, ABSENT)));
  }

  @Test
  default void batchesOfOneCallAreToldWhatTheyWouldHaveBeenToldOneByOne() {
    Random random = new Random(17);
    InMemorySamples oneByOne = new InMemorySamples(catalogue());
    for (int round = 0; round < 12; round++) {
      // Some of them large enough to be stored in another way.
      int rows = round % 3 == 0 ? 300 : 6;
      List<SampleBatch> batches =
          Stream.generate(() -> random(random, rows)).limit(1 + random.nextInt(5)).toList();

      assertThat(store().store(batches))
          .as("round %d", round)
          .isEqualTo(batches.stream().map(oneByOne::store).toList());
    }

    for (int number = 1; number <= 3; number++) {
      long user = user(number);
      assertThat(source().summarize(user, WHOLE_DAY, catalogue()))
          .isEqualTo(oneByOne.summarize(user, WHOLE_DAY, catalogue()));
    }
  }

  @Test
  default void ofManyThreadsThatBringTheSameKeysOneIsToldThatTheyAreNew() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      for (int rows : new int[] {5, 300}) {
        List<Future<StoredKeys>> done = new ArrayList<>();
        for (int value = 1; value <= 4; value++) {
          SampleBatch batch = minutes(user(rows), 0, rows, 60 + value);
          done.add(executor.submit(() -> store().store(batch)));
        }
        StoredKeys sum = StoredKeys.NONE;
        for (Future<StoredKeys> future : done) {
          StoredKeys keys = future.get();
          sum =
              new StoredKeys(
                  sum.added() + keys.added(),
                  sum.changed() + keys.changed(),
                  sum.unchanged() + keys.unchanged());
        }
        assertThat(sum).isEqualTo(new StoredKeys(rows, 3 * rows, 0));
      }
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  default void ofACallWithOneBatchThatIsNotCollapsedNothingIsStored() {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), 2);
    builder.add(user(1), EpochMicros.of(DAY), 70, ABSENT, ABSENT);
    builder.add(user(1), EpochMicros.of(DAY), 71, ABSENT, ABSENT);
    List<SampleBatch> batches = List.of(oneRow(1, 60, ABSENT, ABSENT), builder.build());

    assertThatThrownBy(() -> store().store(batches)).isInstanceOf(IllegalArgumentException.class);
    assertThat(summary()).isEqualTo(Summary.empty(catalogue()));
  }

  @Test
  default void batchesOfManyThreadsThatOverlapTakeSomeSerialOrder() throws Exception {
    int threads = 4;
    int rows = 300;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 1; thread <= threads; thread++) {
        SampleBatch batch = constant(rows, thread);
        done.add(
            executor.submit(
                () -> {
                  for (int round = 0; round < 10; round++) {
                    store().store(batch);
                  }
                }));
      }
      for (Future<?> future : done) {
        future.get();
      }
    } finally {
      executor.shutdownNow();
    }

    // The last of them wrote every row and both of its values, so they are all of one thread.
    Summary last = summary();
    assertThat(last.samples()).isEqualTo(rows);
    Figures heartRate = last.figures().get(0);
    assertThat(heartRate.min()).isEqualTo(heartRate.max()).isBetween(10, 10 * threads);
    assertThat(last.figures().get(1).sum()).isEqualTo(heartRate.sum());
  }

  private Summary summary() {
    return source().summarize(user(1), WHOLE_DAY, catalogue());
  }

  /** Of few keys and values, so that they meet. */
  private SampleBatch random(Random random, int rows) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), rows);
    for (int row = 0; row < rows; row++) {
      builder.add(
          user(1 + random.nextInt(3)),
          EpochMicros.of(DAY.plusSeconds(random.nextInt(rows * 2))),
          random(random));
    }
    return builder.build().collapsed();
  }

  /** The first metric, and of the others any. */
  private int[] random(Random random) {
    int[] values = new int[catalogue().size()];
    for (int metric = 0; metric < values.length; metric++) {
      Metric of = catalogue().metric(metric);
      int value = Math.max(of.least(), of.greatest() - random.nextInt(2));
      values[metric] = metric == 0 || random.nextBoolean() ? value : ABSENT;
    }
    return values;
  }

  private SampleBatch oneRow(int second, int heartRate, int steps, int caloriesMilli) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), 1);
    builder.add(user(1), EpochMicros.of(DAY.plusSeconds(second)), heartRate, steps, caloriesMilli);
    return builder.build();
  }

  private SampleBatch constant(int count, int value) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), count);
    for (int minute = 0; minute < count; minute++) {
      builder.add(
          user(1), EpochMicros.of(DAY.plusSeconds(minute * 60L)), 10 * value, 10 * value, ABSENT);
    }
    return builder.build();
  }

  private SampleBatch minutes(long user, int first, int count, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue(), count);
    for (int minute = first; minute < first + count; minute++) {
      builder.add(
          user, EpochMicros.of(DAY.plusSeconds(minute * 60L)), heartRate, minute % 100, ABSENT);
    }
    return builder.build();
  }
}
