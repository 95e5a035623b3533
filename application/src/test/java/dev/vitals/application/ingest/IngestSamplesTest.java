package dev.vitals.application.ingest;

import static dev.vitals.domain.metric.MetricCatalogue.SHIPPED;
import static dev.vitals.domain.sample.NamedSamples.ofKnown;
import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.memory.InMemorySamples;
import dev.vitals.application.memory.InMemoryUsers;
import dev.vitals.application.store.StoreUnavailableException;
import dev.vitals.application.store.StoreUnavailableException.Reason;
import dev.vitals.application.user.IdentifyUsers;
import dev.vitals.domain.sample.InvalidSamplesException;
import dev.vitals.domain.sample.NamedSamples;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.sample.SampleBatchBuilder;
import dev.vitals.domain.sample.SampleError;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestSamplesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final InMemorySamples samples = new InMemorySamples();
  private final InMemoryUsers users = new InMemoryUsers();
  private final IngestSamples ingest = ingestInto(samples);

  @Test
  void ofTheSameKeyTwiceInARequestTheLaterWinsWhateverTheOrderOfTheRest() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 3);
    builder.add(2, EpochMicros.of(NOW), 60, 10, ABSENT);
    builder.add(1, EpochMicros.of(NOW), 61, ABSENT, ABSENT);
    builder.add(2, EpochMicros.of(NOW), 70, ABSENT, ABSENT);
    ingest.ingest(ofKnown(builder.build()), () -> false).join();

    TimeRange minute = new TimeRange(NOW, NOW.plusSeconds(60));
    assertThat(samples.summarize(2, minute, SHIPPED))
        .isEqualTo(Summary.of(SHIPPED, 70, 10, ABSENT));
    assertThat(samples.summarize(1, minute, SHIPPED))
        .isEqualTo(Summary.of(SHIPPED, 61, ABSENT, ABSENT));
  }

  @Test
  void samplesOfNamesAreStoredByTheNumbersOfThose() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 4);
    builder.append(NamedSamples.placeOf(0), EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    builder.append(NamedSamples.placeOf(1), EpochMicros.of(NOW), 61, ABSENT, ABSENT);
    builder.append(7, EpochMicros.of(NOW), 62, ABSENT, ABSENT);
    builder.append(NamedSamples.placeOf(0), EpochMicros.of(NOW), 63, ABSENT, ABSENT);

    assertThat(
            ingest
                .ingest(new NamedSamples(builder.build(), List.of("ann", "bob")), () -> false)
                .join())
        .isEqualTo(new Ingested(3, 0, 0, 1));
    TimeRange minute = new TimeRange(NOW, NOW.plusSeconds(60));
    assertThat(samples.summarize(users.numberOf("ann"), minute, SHIPPED))
        .isEqualTo(Summary.of(SHIPPED, 63, ABSENT, ABSENT));
    assertThat(samples.summarize(users.numberOf("bob"), minute, SHIPPED))
        .isEqualTo(Summary.of(SHIPPED, 61, ABSENT, ABSENT));
    assertThat(samples.summarize(7, minute, SHIPPED))
        .isEqualTo(Summary.of(SHIPPED, 62, ABSENT, ABSENT));
  }

  @Test
  void whereNamesCannotBeLookedUpNothingIsStored() {
    users.failWith(new StoreUnavailableException(Reason.AWAY, null));
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 1);
    builder.append(NamedSamples.placeOf(0), EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    NamedSamples named = new NamedSamples(builder.build(), List.of("ann"));

    assertThatThrownBy(() -> ingest.ingest(named, () -> false).join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> ingest.ingestUnexpired(named, () -> false).join())
        .hasCauseInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aRequestIsToldWhatBecameOfItsRecords() {
    ingest.ingest(ofKnown(records(60, 61, 62)), () -> false).join();

    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 5);
    builder.add(9, EpochMicros.of(NOW) + 1, 61, ABSENT, ABSENT);
    builder.add(9, EpochMicros.of(NOW) + 2, 80, ABSENT, ABSENT);
    builder.add(9, EpochMicros.of(NOW) + 3, 63, ABSENT, ABSENT);
    builder.add(9, EpochMicros.of(NOW) + 2, 81, 5, ABSENT);
    builder.add(9, EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    Ingested ingested = ingest.ingest(ofKnown(builder.build()), () -> false).join();

    assertThat(ingested).isEqualTo(new Ingested(1, 1, 2, 1));
    assertThat(ingested.records()).isEqualTo(5);
  }

  /** What a night looks like whose clock was turned back and read with one offset. */
  @Test
  void anHourThatComesTwiceOverItselfIsSeenToCollapse() {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 180);
    for (int minute = 0; minute < 180; minute++) {
      int local = minute < 120 ? minute : minute - 60;
      builder.add(9, EpochMicros.of(NOW.plusSeconds(60L * local)), 60 + minute, ABSENT, ABSENT);
    }

    assertThat(ingest.ingest(ofKnown(builder.build()), () -> false).join())
        .isEqualTo(new Ingested(120, 0, 0, 60));
  }

  /** What becomes of a key is what all of its records come to. */
  @Test
  void aKeyThatARequestChangesAndChangesBackIsUnchanged() {
    ingest.ingest(ofKnown(records(60)), () -> false).join();

    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 2);
    builder.add(9, EpochMicros.of(NOW), 90, ABSENT, ABSENT);
    builder.add(9, EpochMicros.of(NOW), 60, ABSENT, ABSENT);

    assertThat(ingest.ingest(ofKnown(builder.build()), () -> false).join())
        .isEqualTo(new Ingested(0, 0, 1, 1));
  }

  private static SampleBatch records(int... heartRates) {
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, heartRates.length);
    for (int i = 0; i < heartRates.length; i++) {
      builder.add(9, EpochMicros.of(NOW) + i, heartRates[i], ABSENT, ABSENT);
    }
    return builder.build();
  }

  @Test
  void nothingToStoreAsksTheStoreForNothing() {
    IngestSamples ingestNothing =
        ingestInto(
            batch -> {
              throw new AssertionError("the store was asked");
            });

    assertThat(ingestNothing.ingest(ofKnown(SampleBatch.of(SHIPPED)), () -> false).join())
        .isEqualTo(Ingested.NOTHING);
  }

  @Test
  void samplesThatRetentionHasDroppedAreNamedByTheirPlaceInTheRequest() {
    IngestSamples ingestExpired =
        ingestInto(
            batch -> {
              throw new ExpiredSamplesException(NOW);
            });
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 153);
    builder.add(9, EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    builder.add(8, EpochMicros.of(NOW) - 1, 60, ABSENT, ABSENT);
    builder.add(1, EpochMicros.of(NOW) + 1, 60, ABSENT, ABSENT);
    for (int minute = 1; minute <= 150; minute++) {
      builder.add(2, EpochMicros.of(NOW.minusSeconds(60L * minute)), 60, ABSENT, ABSENT);
    }

    assertThatThrownBy(() -> ingestExpired.ingest(ofKnown(builder.build()), () -> false).join())
        .cause()
        .isInstanceOfSatisfying(
            InvalidSamplesException.class,
            e -> {
              assertThat(e.errorCount()).isEqualTo(151);
              assertThat(e.errors()).hasSize(151);
              assertThat(e.errors().get(0))
                  .isEqualTo(
                      new SampleError(
                          1,
                          "timestamp",
                          "must not be before 2026-01-01T12:00:00Z: older samples are dropped"));
              assertThat(e.errors().get(1).index()).isEqualTo(3);
            });
  }

  @Test
  void timestampsAreAcceptedFromTheOldestAgeToADayAhead() {
    assertThat(ingest.acceptedTimestamps())
        .isEqualTo(new TimeRange(NOW.minus(Duration.ofDays(3653)), NOW.plus(Duration.ofHours(24))));
  }

  @Test
  void nothingIsAcceptedFromBefore1970() {
    IngestSamples anyAge =
        new IngestSamples(
            new IdentifyUsers(users),
            new GroupCommit(samples),
            1_000,
            InstantSource.fixed(NOW),
            Duration.ofDays(36_525),
            IngestMeter.NONE);

    assertThat(anyAge.acceptedTimestamps().start()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void ofALenientRequestWhatRetentionHasDroppedIsLeftOutAndTheRestStored() {
    Instant horizon = NOW.minus(Duration.ofDays(30));
    IngestSamples lenient = ingestIntoOneThatDropsBefore(horizon);
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, 3);
    builder.add(1, EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    builder.add(1, EpochMicros.of(horizon) - 1, 70, ABSENT, ABSENT);
    builder.add(1, EpochMicros.of(horizon), 80, ABSENT, ABSENT);

    PartlyIngested partly = lenient.ingestUnexpired(ofKnown(builder.build()), () -> false).join();
    assertThat(partly.ingested()).isEqualTo(new Ingested(2, 0, 0, 0));
    assertThat(partly.expired()).extracting(SampleError::index).containsExactly(1);
    assertThat(
            samples
                .summarize(1, new TimeRange(horizon.minusSeconds(60), NOW.plusSeconds(60)), SHIPPED)
                .figures()
                .get(0)
                .sum())
        .isEqualTo(140);
  }

  @Test
  void aLenientRequestMayNotLeaveOutAnyNumberOfThem() {
    Instant horizon = NOW.minus(Duration.ofDays(30));
    IngestSamples lenient = ingestIntoOneThatDropsBefore(horizon);
    SampleBatchBuilder builder = new SampleBatchBuilder(SHIPPED, IngestSamples.MOST_LEFT_OUT + 2);
    builder.add(1, EpochMicros.of(NOW), 60, ABSENT, ABSENT);
    for (int i = 1; i <= IngestSamples.MOST_LEFT_OUT + 1; i++) {
      builder.add(1, EpochMicros.of(horizon) - i, 70, ABSENT, ABSENT);
    }

    assertThatThrownBy(() -> lenient.ingestUnexpired(ofKnown(builder.build()), () -> false).join())
        .hasCauseInstanceOf(InvalidSamplesException.class);
    assertThat(samples.summarize(1, new TimeRange(NOW, NOW.plusSeconds(1)), SHIPPED).samples())
        .isZero();
  }

  private IngestSamples ingestIntoOneThatDropsBefore(Instant horizon) {
    return ingestInto(
        batches -> {
          SampleBatch batch = batches.get(0);
          if (batch.earliestMicros() < EpochMicros.of(horizon)) {
            throw new ExpiredSamplesException(horizon);
          }
          return List.of(samples.store(batch));
        });
  }

  private IngestSamples ingestInto(SampleStore store) {
    return new IngestSamples(
        new IdentifyUsers(users),
        new GroupCommit(store),
        1_000,
        InstantSource.fixed(NOW),
        Duration.ofDays(3653),
        IngestMeter.NONE);
  }
}
