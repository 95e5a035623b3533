package dev.vitals.application.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.query.SummarySource;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Every sentence of {@link SampleStore}, observed through the {@link SummarySource} beside it. */
public interface SampleStoreContract {
  long USER = 101;
  Instant DAY = Instant.parse("2025-01-01T00:00:00Z");
  TimeRange WHOLE_DAY = new TimeRange(DAY, DAY.plus(Duration.ofDays(1)));

  /** The same store throughout one test, empty at its start. */
  SampleStore store();

  /** Reads what {@link #store()} keeps. */
  SummarySource source();

  @Test
  default void aNewKeyIsAdded() {
    store().store(oneRow(0, 78, 150, 6_500));

    assertThat(summary()).isEqualTo(Summary.of(78, 150, 6_500));
  }

  @Test
  default void aLaterValueReplacesAnEarlierOneAndAnAbsentValueLeavesIt() {
    store().store(oneRow(0, 78, 150, ABSENT));
    store().store(oneRow(0, 90, ABSENT, 6_500));

    assertThat(summary()).isEqualTo(Summary.of(90, 150, 6_500));
  }

  @Test
  default void aZeroReplacesAValueForItIsNotAbsent() {
    store().store(oneRow(0, 78, 150, 6_500));
    store().store(oneRow(0, ABSENT, 0, 0));

    assertThat(summary()).isEqualTo(Summary.of(78, 0, 0));
  }

  @Test
  default void storingABatchAgainChangesNothing() {
    SampleBatch batch = minutes(USER, 0, 100, 70);
    store().store(batch);
    Summary once = summary();
    store().store(batch);

    assertThat(summary()).isEqualTo(once);
    assertThat(once.samples()).isEqualTo(100);
  }

  @Test
  default void aBatchMayMixNewAndKnownKeys() {
    store().store(minutes(USER, 0, 60, 70));
    store().store(minutes(USER, 30, 60, 80));

    assertThat(summary().samples()).isEqualTo(90);
    assertThat(summary().heartRateSum()).isEqualTo(30 * 70 + 60 * 80);
  }

  @Test
  default void anEmptyBatchIsStoredToo() {
    store().store(SampleBatch.of());

    assertThat(summary()).isEqualTo(Summary.EMPTY);
  }

  @Test
  default void aBatchThatIsNotCollapsedIsRefusedWhole() {
    SampleBatchBuilder builder = new SampleBatchBuilder(2);
    builder.add(USER, EpochMicros.of(DAY.plusSeconds(60)), 70, ABSENT, ABSENT);
    builder.add(USER, EpochMicros.of(DAY), 70, ABSENT, ABSENT);
    SampleBatch batch = builder.build();

    assertThatThrownBy(() -> store().store(batch)).isInstanceOf(IllegalArgumentException.class);
    assertThat(summary()).isEqualTo(Summary.EMPTY);
  }

  @Test
  default void timestampsKeepTheirMicroseconds() {
    SampleBatchBuilder builder = new SampleBatchBuilder(2);
    builder.add(USER, EpochMicros.of(DAY) + 1, 70, ABSENT, ABSENT);
    builder.add(USER, EpochMicros.of(DAY) + 2, 80, ABSENT, ABSENT);
    store().store(builder.build());

    TimeRange oneMicro = new TimeRange(DAY.plusNanos(1_000), DAY.plusNanos(2_000));
    assertThat(source().summarize(USER, oneMicro)).isEqualTo(Summary.of(70, ABSENT, ABSENT));
  }

  @Test
  default void everyLimitOfAFieldIsStorable() {
    SampleBatchBuilder builder = new SampleBatchBuilder(2);
    builder.add(Long.MAX_VALUE, EpochMicros.of(DAY), 350, 100_000, 20_000_000);
    builder.add(Long.MAX_VALUE, EpochMicros.of(DAY.plusSeconds(1)), 1, 0, 0);
    store().store(builder.build());

    assertThat(source().summarize(Long.MAX_VALUE, WHOLE_DAY))
        .isEqualTo(Summary.of(350, 100_000, 20_000_000).merge(Summary.of(1, 0, 0)));
  }

  @Test
  default void tenThousandRowsAreOneBatch() {
    store().store(minutes(USER, 0, 10_000, 70));

    TimeRange week = new TimeRange(DAY, DAY.plus(Duration.ofDays(7)));
    assertThat(source().summarize(USER, week).samples()).isEqualTo(10_000);
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
    assertThat(last.heartRateMin()).isEqualTo(last.heartRateMax()).isBetween(1, threads);
    assertThat(last.stepsSum()).isEqualTo(last.heartRateSum());
  }

  private Summary summary() {
    return source().summarize(USER, WHOLE_DAY);
  }

  private static SampleBatch oneRow(int second, int heartRate, int steps, int caloriesMilli) {
    SampleBatchBuilder builder = new SampleBatchBuilder(1);
    builder.add(USER, EpochMicros.of(DAY.plusSeconds(second)), heartRate, steps, caloriesMilli);
    return builder.build();
  }

  private static SampleBatch constant(int count, int value) {
    SampleBatchBuilder builder = new SampleBatchBuilder(count);
    for (int minute = 0; minute < count; minute++) {
      builder.add(USER, EpochMicros.of(DAY.plusSeconds(minute * 60L)), value, value, ABSENT);
    }
    return builder.build();
  }

  private static SampleBatch minutes(long user, int first, int count, int heartRate) {
    SampleBatchBuilder builder = new SampleBatchBuilder(count);
    for (int minute = first; minute < first + count; minute++) {
      builder.add(
          user, EpochMicros.of(DAY.plusSeconds(minute * 60L)), heartRate, minute % 100, ABSENT);
    }
    return builder.build();
  }
}
