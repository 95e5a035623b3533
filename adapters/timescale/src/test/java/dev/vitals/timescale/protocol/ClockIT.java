package dev.vitals.timescale.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.application.ingest.ExpiredSamplesException;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import dev.vitals.timescale.DatabaseClock;
import dev.vitals.timescale.TestServer;
import dev.vitals.timescale.TimescaleJdbi;
import dev.vitals.timescale.rollup.ClockReading;
import dev.vitals.timescale.rollup.RollupMaintenance;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 9: the clock is believed as it goes on. */
@ParameterizedClass
@EnumSource
class ClockIT extends ProtocolTest {
  private static final Duration KEEP = Duration.ofDays(30);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final Duration TEN_YEARS = Duration.ofDays(3_653);

  /** Of the maintenance, in nanoseconds. It stands still unless a test moves it. */
  private final AtomicLong timer = new AtomicLong();

  /** Of one process, which keeps it from one run to the next. */
  private RollupMaintenance retaining;

  private RollupMaintenance keeping;

  private Duration offset = Duration.ZERO;

  ClockIT(TestServer server) {
    super(server);
  }

  @BeforeEach
  void begin() throws SQLException {
    retaining = process(Optional.of(KEEP));
    keeping = process(Optional.empty());
    // A session's now() is this one, which the tests set. The schema stays the current one.
    ahead(Duration.ZERO);
    database.execute("alter database " + database.name() + " set search_path = public, pg_catalog");
  }

  @Test
  void aClockTenYearsAheadDropsNothingAndGoesOnAsBeforeOnceItIsRight() throws Exception {
    store.store(sample(noon, 60));
    store.store(sample(Instant.now(), 70));
    run(retaining);
    long watermark = state().markedBelowMicros();
    long horizon = state().coverage().horizonMicros();

    ahead(TEN_YEARS);
    run(retaining);
    run(process(Optional.of(KEEP)));

    assertThat(count("health_metrics")).isEqualTo(2);
    assertThat(state().coverage().horizonMicros()).isEqualTo(horizon);
    assertThat(state().markedBelowMicros() - watermark).isBetween(0L, micros(LAG));
    assertThat(clock().ahead().orElseThrow()).isGreaterThan(TEN_YEARS.minusDays(1));
    assertThat(retaining.status().retentionWaits()).isTrue();
    assertThat(keeping.status().retentionWaits()).isFalse();
    store.store(sample(Instant.now().plusSeconds(1), 71));
    assertThat(marks()).isZero();

    ahead(Duration.ZERO);
    run(retaining);
    assertThat(clock().ahead()).isEmpty();
    assertThat(retaining.status().retentionWaits()).isFalse();
    assertThat(answer(noon)).isEqualTo(heartRates(60));
  }

  @Test
  void underAClockThatIsNotBelievedRetentionAndWatermarkGoOnByTheTimer() throws Exception {
    store.store(sample(Instant.now().minus(KEEP).plus(Duration.ofDays(9)), 50));
    store.store(sample(noon, 60));
    store.store(sample(Instant.now(), 70));
    run(retaining);
    Instant before = clock().followed().orElseThrow();

    ahead(TEN_YEARS);
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(3);
    // Twenty days of the same process, a chunk's seven and a day to spare among them.
    timer.addAndGet(Duration.ofDays(20).toNanos());
    run(retaining);

    assertThat(clock().followed()).contains(before.plus(Duration.ofDays(20)));
    assertThat(state().markedBelowMicros())
        .isLessThanOrEqualTo(EpochMicros.of(before.plus(Duration.ofDays(20)).minus(LAG)))
        .isGreaterThan(EpochMicros.of(before.plus(Duration.ofDays(17))));
    assertThat(count("health_metrics")).isEqualTo(2);
  }

  @Test
  void aDeviceWithTheSameWrongTimeIsNoWitnessUntilTheClockWentRightForADay() throws Exception {
    store.store(sample(noon, 60));
    store.store(sample(Instant.now(), 70));
    run(retaining);
    ahead(YEAR);
    store.store(sample(Instant.now().plus(offset), 80));

    run(retaining);
    goOn(Duration.ofHours(23));
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(3);

    // It was set again, so the day begins anew.
    ahead(YEAR.plusDays(9));
    timer.addAndGet(Duration.ofHours(2).toNanos());
    store.store(sample(Instant.now().plus(offset), 90));
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(4);
    assertThat(clock().ahead()).isPresent();

    goOn(Duration.ofDays(1));
    store.store(sample(Instant.now().plus(offset), 100));
    run(retaining);
    assertThat(clock().ahead()).isEmpty();
    assertThat(count("health_metrics")).isEqualTo(3);
  }

  @Test
  void aDatabaseThatStoodStillForAYearIsGoneOnWithWhenSamplesOfTheTimeCome() throws Exception {
    stoodStillForAYear(keeping);
    run(keeping);
    assertThat(clock().ahead()).isPresent();
    assertThat(state().markedBelowMicros()).isLessThan(EpochMicros.of(Instant.now().minus(YEAR)));

    store.store(sample(Instant.now(), 70));
    run(keeping);

    assertThat(clock().ahead()).isEmpty();
    assertThat(state().markedBelowMicros()).isGreaterThan(EpochMicros.of(noon));
    assertThat(answer(noon.minus(YEAR))).isEqualTo(heartRates(60));
  }

  @Test
  void whereSamplesAreDroppedThatTakesADayMore() throws Exception {
    stoodStillForAYear(retaining);
    store.store(sample(Instant.now(), 70));
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(2);
    assertThat(retaining.status().retentionWaits()).isTrue();

    goOn(Duration.ofDays(1));
    // Of the first one more than a day has passed.
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(2);
    store.store(sample(Instant.now().plus(Duration.ofDays(1)), 80));
    run(retaining);

    assertThat(retaining.status().retentionWaits()).isFalse();
    assertThat(count("health_metrics")).isEqualTo(2);
  }

  @Test
  void anOperatorWhoMeansItIsBelieved() throws Exception {
    stoodStillForAYear(retaining);
    run(retaining);
    assertThat(count("health_metrics")).isEqualTo(1);

    assertThat(process(Optional.of(KEEP)).trustClock()).isPresent();
    run(retaining);

    assertThat(count("health_metrics")).isZero();
    assertThatThrownBy(() -> store.store(sample(noon.minus(YEAR), 61)))
        .isInstanceOf(ExpiredSamplesException.class);
  }

  @Test
  void ofTwoInstancesNeitherFollowsFurtherThanTheOther() throws Exception {
    RollupMaintenance other = process(Optional.of(KEEP));
    store.store(sample(Instant.now().minus(KEEP).plus(Duration.ofDays(2)), 50));
    store.store(sample(noon, 60));
    run(retaining);
    run(other);

    ahead(TEN_YEARS);
    for (int turn = 0; turn < 20; turn++) {
      timer.addAndGet(Duration.ofMinutes(15).toNanos());
      run(turn % 2 == 0 ? retaining : other);
    }
    run(process(Optional.of(KEEP)));

    assertThat(clock().followed().orElseThrow())
        .isBetween(
            Instant.now().plus(Duration.ofHours(4)), Instant.now().plus(Duration.ofHours(5)));
    assertThat(count("health_metrics")).isEqualTo(2);
  }

  @Test
  void aClockThatWasSetBackALittleMovesNothing() throws Exception {
    store.store(sample(noon, 60));
    run(keeping);
    Optional<Instant> followed = clock().followed();
    long watermark = state().markedBelowMicros();

    ahead(Duration.ofHours(-3));
    run(keeping);

    assertThat(clock().followed()).isEqualTo(followed);
    assertThat(clock().behind()).isEmpty();
    assertThat(state().markedBelowMicros()).isEqualTo(watermark);
  }

  @Test
  void aClockThatLiesBehindMovesNothing() throws Exception {
    store.store(sample(noon, 60));
    run(keeping);
    Optional<Instant> followed = clock().followed();
    long watermark = state().markedBelowMicros();

    ahead(YEAR.negated());
    run(keeping);
    run(process(Optional.of(KEEP)));

    assertThat(clock().behind()).isPresent();
    assertThat(clock().followed()).isEqualTo(followed);
    assertThat(state().markedBelowMicros()).isEqualTo(watermark);
    assertThat(count("health_metrics")).isEqualTo(1);
  }

  // The first time: nobody has followed the clock yet.

  @Test
  void ofABackfillNothingIsDroppedUntilASampleBearsTheClockOut() throws Exception {
    store.store(sample(noon.minus(YEAR), 60));
    run(retaining);
    assertThat(clock().followed()).isEmpty();
    assertThat(retaining.status().retentionWaits()).isTrue();
    assertThat(count("health_metrics")).isEqualTo(1);
    // It is in the rollups all the same.
    assertThat(state().coverage().daysBelowMicros())
        .isGreaterThan(EpochMicros.of(noon.minus(YEAR)));

    store.store(sample(noon, 70));
    run(retaining);
    assertThat(retaining.status().retentionWaits()).isFalse();
    assertThat(count("health_metrics")).isEqualTo(1);
  }

  @Test
  void aWatermarkThatRanAheadOverAnEmptyDatabaseComesBack() throws Exception {
    ahead(TEN_YEARS);
    run(retaining);
    assertThat(retaining.status().retentionWaits()).isFalse();
    store.store(sample(noon, 60));
    store.store(sample(Instant.now(), 70));
    assertThat(marks()).isEqualTo(2);
    run(retaining);
    store.store(sample(noon.plusSeconds(60), 61));
    retaining.settle();
    assertThat(count("health_metrics")).isEqualTo(3);
    // Warm, with the bounds of then.
    assertThat(answer(noon)).isEqualTo(heartRates(60, 61));

    ahead(Duration.ZERO);
    run(retaining);

    assertThat(state().markedBelowMicros()).isLessThan(EpochMicros.of(Instant.now()));
    long marks = marks();
    store.store(sample(Instant.now().plusSeconds(1), 71));
    assertThat(marks()).isEqualTo(marks);
    assertThat(answer(noon)).isEqualTo(heartRates(60, 61));
    assertThat(keeping.verify()).contains(0L);
  }

  @Test
  void samplesWrittenBehindAnyStatementWhileTheWatermarkComesBackAreCountedOnce() throws Exception {
    store.store(sample(noon, 60));
    run(keeping);
    ahead(YEAR);
    keeping.trustClock();
    run(keeping);
    // Corrections above the watermark to be.
    Instant soon = Instant.now().truncatedTo(ChronoUnit.DAYS);
    TimeRange days = new TimeRange(soon.minus(Duration.ofDays(2)), soon.plus(Duration.ofDays(2)));
    store.store(sample(soon, 60));
    keeping.settle();
    assertThat(count("health_metrics_15m_corrections")).isEqualTo(1);
    List<Integer> written = new ArrayList<>(List.of(60));
    Jdbi stepped = TimescaleJdbi.configured(Jdbi.create(database::connect));
    Pause.behindEachStatement(
        stepped,
        () -> {
          if (!isSomebodyAlone() && !isMarkHeld()) {
            int heartRate = 60 + written.size();
            store.store(sample(soon.plusSeconds(written.size()), heartRate));
            written.add(heartRate);
          }
          assertThat(answer(days)).isEqualTo(heartRates(written));
        });

    ahead(Duration.ZERO);
    new RollupMaintenance(stepped, settings(LAG, Optional.empty())).trustClock();

    assertThat(written).hasSizeGreaterThan(5);
    assertThat(state().markedBelowMicros()).isLessThan(EpochMicros.of(soon));
    assertThat(answer(days)).isEqualTo(heartRates(written));
    run(keeping);
    keeping.settle();
    store.store(sample(soon.plusSeconds(written.size()), 60 + written.size()));
    written.add(60 + written.size());
    // The days have passed, and what they hold is filled.
    goOn(Duration.ofDays(4));
    run(keeping);
    assertThat(state().coverage().daysBelowMicros()).isGreaterThan(EpochMicros.of(soon));
    assertThat(answer(days)).isEqualTo(heartRates(written));
    keeping.settle();
    assertThat(answer(days)).isEqualTo(heartRates(written));
    assertThat(keeping.verify()).contains(0L);
  }

  @Test
  void whatWasCorrectedOfTheDayTheWatermarkComesBackToIsNotLost() throws Exception {
    Instant midnight = Instant.now().truncatedTo(ChronoUnit.DAYS);
    Instant back = midnight.minus(LAG);
    store.store(sample(noon, 50));
    run(keeping);
    ahead(YEAR);
    keeping.trustClock();
    run(keeping);
    store.store(sample(back, 60));
    store.store(sample(back.plus(Duration.ofHours(18)), 70));
    keeping.settle();
    assertThat(count("health_metrics_15m_corrections")).isEqualTo(2);
    // Warm, with the bounds of then.
    assertThat(answer(back)).isEqualTo(heartRates(60, 70));

    ahead(Duration.between(Instant.now(), midnight.plus(Duration.ofHours(12))));
    keeping.trustClock();
    long marks = marks();
    store.store(sample(back.plus(Duration.ofHours(18)).plusSeconds(1), 71));
    assertThat(marks()).isEqualTo(marks);
    assertThat(answer(back)).isEqualTo(heartRates(60, 70, 71));

    goOn(Duration.ofHours(20));
    run(keeping);

    assertThat(state().coverage().daysBelowMicros()).isGreaterThan(EpochMicros.of(back));
    assertThat(answer(back)).isEqualTo(heartRates(60, 70, 71));
    assertThat(keeping.verify()).contains(0L);
  }

  private RollupMaintenance process(Optional<Duration> keep) {
    return new RollupMaintenance(
        TimescaleJdbi.configured(Jdbi.create(database::connect)), settings(LAG, keep), timer::get);
  }

  private static void run(RollupMaintenance process) {
    process.refresh();
    process.retain();
  }

  /** Ran a year ago, with a sample of then, and was stopped. */
  private void stoodStillForAYear(RollupMaintenance process) throws SQLException {
    ahead(YEAR.negated());
    store.store(sample(noon.minus(YEAR), 60));
    run(process);
    ahead(Duration.ZERO);
  }

  private void ahead(Duration ahead) throws SQLException {
    offset = ahead;
    database.execute(
        "create or replace function public.now() returns timestamptz language sql stable"
            + " as 'select pg_catalog.now() + interval ''"
            + ahead.toSeconds()
            + " s'''");
  }

  /** Clock and timer alike. */
  private void goOn(Duration time) throws SQLException {
    timer.addAndGet(time.toNanos());
    ahead(offset.plus(time));
  }

  private ClockReading clock() {
    return new DatabaseClock(jdbi).read();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
