package dev.vitals.timescale.protocol;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.export.SampleVisitor;
import dev.vitals.application.export.Stop;
import dev.vitals.application.query.LatestQuestion;
import dev.vitals.application.query.RangeQuestion;
import dev.vitals.application.query.SeriesQuestion;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.series.BucketWidth;
import dev.vitals.domain.series.LocalBuckets;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.user.UserId;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.erase.TimescaleSampleEraser;
import dev.vitals.timescale.export.TimescaleSampleSource;
import dev.vitals.timescale.ingest.TimescaleSampleStore;
import dev.vitals.timescale.ingest.WriteMeter;
import dev.vitals.timescale.query.TimescaleLatestSource;
import dev.vitals.timescale.query.TimescaleSeriesSource;
import dev.vitals.timescale.query.TimescaleSummarySource;
import dev.vitals.timescale.rollup.WriterLock;
import dev.vitals.timescale.user.RemovedUsers;
import dev.vitals.timescale.user.TimescaleUserDirectory;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 12: what another instance has removed is neither written nor answered by. */
@ParameterizedClass
@EnumSource
class RemovedUsersIT extends ProtocolTest {
  private static final String NAME = "ann";

  private long number;
  private TimescaleUserDirectory directory;

  RemovedUsersIT(TestServer server) {
    super(server);
  }

  /** An instance that remembers a number, and has stored by it. */
  @BeforeEach
  void remembering() {
    directory = new TimescaleUserDirectory(jdbi, 100);
    number = directory.findOrAdd(List.of(NAME)).get(NAME);
    store(number, noon, 1);
  }

  private void store(long user, Instant from, int samples) {
    new TimescaleSampleStore(jdbi, WriteMeter.NONE, directory.removed())
        .store(samples(user, from, samples));
  }

  private static SampleBatch samples(long user, Instant from, int samples) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, samples);
    for (int i = 0; i < samples; i++) {
      builder.add(user, EpochMicros.of(from) + i, 60, ABSENT, ABSENT);
    }
    return builder.build();
  }

  /** By another instance. */
  private void remove() {
    new TimescaleSampleEraser(jdbi, new RemovedUsers()).eraseUser(number);
    assertThat(count("health_metrics")).isZero();
    assertThat(count("health_metrics_users")).isZero();
    assertThat(directory.remembered(NAME)).isEqualTo(number);
  }

  private void refusedAndThenSomebodyNew(Instant from, int samples) {
    for (int again = 0; again < 2; again++) {
      assertThatThrownBy(() -> store(number, from, samples))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(count("health_metrics")).isZero();
    }
    assertThat(directory.remembered(NAME)).isEqualTo(UserId.NOBODY);
    long newNumber = directory.findOrAdd(List.of(NAME)).get(NAME);
    assertThat(newNumber).isNotEqualTo(number);
    store(newNumber, from, samples);
    assertThat(count("health_metrics")).isEqualTo(samples);
    store(5, from, samples);
  }

  @Test
  void aRecentSampleIsNotStoredByIt() {
    // So that the writer expects it to be recent.
    store(number, Instant.now(), 1);
    remove();
    refusedAndThenSomebodyNew(Instant.now(), 1);
  }

  @Test
  void aLateSampleIsNotStoredByIt() {
    settledUpToNow();
    remove();
    refusedAndThenSomebodyNew(noon, 1);
    assertThat(marks()).isPositive();
  }

  @Test
  void manySamplesAreNotStoredByIt() {
    remove();
    refusedAndThenSomebodyNew(Instant.now().minus(Duration.ofHours(1)), 2_000);
  }

  @Test
  void whoRemovesItForgetsItAtOnce() {
    assertThat(new TimescaleSampleEraser(jdbi, directory.removed()).eraseUser(number)).isEqualTo(1);

    assertThat(directory.remembered(NAME)).isEqualTo(UserId.NOBODY);
  }

  @Test
  void noQuestionIsAnsweredByIt() {
    RemovedUsers ofSummaries = new RemovedUsers();
    TimescaleSummarySource summaries = new TimescaleSummarySource(jdbi, Duration.ZERO, ofSummaries);
    assertThat(summaries.summarize(number, fortnight, SHIPPED)).isEqualTo(heartRates(60));
    remove();

    SeriesQuestion series =
        new SeriesQuestion(
            number, LocalBuckets.of(fortnight, ZoneId.of("UTC"), BucketWidth.DAY, 100), SHIPPED);
    assertThatThrownBy(() -> summaries.summarize(number, fortnight, SHIPPED))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () -> new TimescaleSeriesSource(jdbi, null, new RemovedUsers()).series(series))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () ->
                new TimescaleLatestSource(jdbi, new RemovedUsers())
                    .latest(new LatestQuestion(number, SHIPPED)))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(
            () ->
                new TimescaleSampleSource(jdbi, Duration.ofMinutes(1), new RemovedUsers())
                    .read(
                        new RangeQuestion(number, fortnight, SHIPPED),
                        new SampleVisitor() {
                          @Override
                          public void begin(Optional<Instant> keptFrom) {}

                          @Override
                          public boolean sample(long timestampMicros, int[] values) {
                            return true;
                          }
                        },
                        new Stop()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(ofSummaries.known().ids()).containsExactly(number);
    assertThat(summaries.summarize(5, fortnight, SHIPPED)).isEqualTo(heartRates());
  }

  /** Nor is anything that is stored by its new number. */
  @Test
  void nothingIsErasedByIt() {
    remove();

    assertThatThrownBy(
            () -> new TimescaleSampleEraser(jdbi, directory.removed()).erase(number, fortnight))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(directory.remembered(NAME)).isEqualTo(UserId.NOBODY);
  }

  @Test
  void aWriterUnderWayIsWaitedFor() throws Exception {
    try (Connection writing = database.connect();
        Statement statement = writing.createStatement()) {
      writing.setAutoCommit(false);
      statement.execute(WriterLock.ENTER_AS_WRITER);
      Future<Long> removal =
          sessions.submit(
              () -> new TimescaleSampleEraser(jdbi, new RemovedUsers()).eraseUser(number));
      // What was there is gone, and it waits for the writer.
      awaitLockWaiters(1);
      assertThat(count("health_metrics")).isZero();
      statement.execute(
          "insert into health_metrics (user_id, timestamp, heart_rate) values (%d, now(), 600)"
              .formatted(number));
      writing.commit();

      assertThat(removal).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(2L);
    }
    assertThat(count("health_metrics")).isZero();
    assertThat(count("health_metrics_users")).isZero();
  }
}
