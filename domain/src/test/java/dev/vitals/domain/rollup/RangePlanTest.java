package dev.vitals.domain.rollup;

import static dev.vitals.domain.rollup.RangePlan.Source.DAYS;
import static dev.vitals.domain.rollup.RangePlan.Source.QUARTER_HOURS;
import static dev.vitals.domain.rollup.RangePlan.Source.RAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitals.domain.rollup.RangePlan.Part;
import dev.vitals.domain.rollup.UnanswerableRangeException.Bound;
import dev.vitals.domain.rollup.UnanswerableRangeException.Cut;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RangePlanTest {
  private static final RollupCoverage COVERAGE =
      coverage("2025-03-10T09:15:00Z", "2025-03-10T00:00:00Z", "2025-03-02T00:00:00Z");

  @Test
  void aLongRangeIsRawAtItsEdgesAndCoarserWithin() {
    RangePlan plan = plan("2025-03-05T21:50:30Z", "2025-03-08T02:20:00Z");

    assertThat(plan.parts())
        .containsExactly(
            part(RAW, "2025-03-05T21:50:30Z", "2025-03-05T22:00:00Z"),
            part(QUARTER_HOURS, "2025-03-05T22:00:00Z", "2025-03-06T00:00:00Z"),
            part(DAYS, "2025-03-06T00:00:00Z", "2025-03-08T00:00:00Z"),
            part(QUARTER_HOURS, "2025-03-08T00:00:00Z", "2025-03-08T02:15:00Z"),
            part(RAW, "2025-03-08T02:15:00Z", "2025-03-08T02:20:00Z"));
  }

  @Test
  void aboveTheWatermarksEverythingIsRaw() {
    assertThat(plan("2025-03-09T00:00:00Z", "2025-03-11T00:00:00Z").parts())
        .containsExactly(
            part(DAYS, "2025-03-09T00:00:00Z", "2025-03-10T00:00:00Z"),
            part(QUARTER_HOURS, "2025-03-10T00:00:00Z", "2025-03-10T09:15:00Z"),
            part(RAW, "2025-03-10T09:15:00Z", "2025-03-11T00:00:00Z"));
  }

  @Test
  void aRangeWithinOneBucketIsRaw() {
    assertThat(plan("2025-03-05T21:50:30Z", "2025-03-05T21:55:00Z").parts())
        .containsExactly(part(RAW, "2025-03-05T21:50:30Z", "2025-03-05T21:55:00Z"));
  }

  @Test
  void shortStretchesAreRawIfThatTakesLessTime() {
    Duration day = Duration.ofDays(1);

    assertThat(plan("2025-03-05T21:50:30Z", "2025-03-06T21:50:30Z", day).parts())
        .containsExactly(part(RAW, "2025-03-05T21:50:30Z", "2025-03-06T21:50:30Z"));
    assertThat(plan("2025-03-05T00:00:00Z", "2025-03-06T00:00:00Z", day).parts())
        .containsExactly(part(RAW, "2025-03-05T00:00:00Z", "2025-03-06T00:00:00Z"));
    assertThat(plan("2025-03-05T21:50:30Z", "2025-03-08T02:20:00Z", day).parts())
        .containsExactly(
            part(RAW, "2025-03-05T21:50:30Z", "2025-03-06T00:00:00Z"),
            part(DAYS, "2025-03-06T00:00:00Z", "2025-03-08T00:00:00Z"),
            part(RAW, "2025-03-08T00:00:00Z", "2025-03-08T02:20:00Z"));
    assertThat(plan("2025-03-05T01:00:00Z", "2025-03-08T02:20:00Z", Duration.ofHours(12)).parts())
        .containsExactly(
            part(QUARTER_HOURS, "2025-03-05T01:00:00Z", "2025-03-06T00:00:00Z"),
            part(DAYS, "2025-03-06T00:00:00Z", "2025-03-08T00:00:00Z"),
            part(RAW, "2025-03-08T00:00:00Z", "2025-03-08T02:20:00Z"));
  }

  @Test
  void belowTheHorizonNothingIsRawHoweverShort() {
    assertThat(plan("2025-03-01T22:00:00Z", "2025-03-03T02:20:00Z", Duration.ofDays(9)).parts())
        .containsExactly(
            part(QUARTER_HOURS, "2025-03-01T22:00:00Z", "2025-03-02T00:00:00Z"),
            part(DAYS, "2025-03-02T00:00:00Z", "2025-03-03T00:00:00Z"),
            part(RAW, "2025-03-03T00:00:00Z", "2025-03-03T02:20:00Z"));
  }

  @Test
  void belowTheHorizonOnlyWholeQuarterHoursCanBeAnswered() {
    assertThat(plan("2025-02-01T00:15:00Z", "2025-02-01T01:00:00Z").parts())
        .containsExactly(part(QUARTER_HOURS, "2025-02-01T00:15:00Z", "2025-02-01T01:00:00Z"));

    UnanswerableRangeException thrown =
        catchThrowableOfType(
            UnanswerableRangeException.class,
            () -> plan("2025-02-01T00:20:00Z", "2025-03-05T21:50:30Z"));
    assertThat(thrown.cuts())
        .containsExactly(
            new Cut(
                Bound.START,
                Instant.parse("2025-02-01T00:15:00Z"),
                Instant.parse("2025-02-01T00:30:00Z")));
    assertThat(thrown.horizon()).isEqualTo("2025-03-02T00:00:00Z");
  }

  @Test
  void whereNothingIsFilledTheYears0To9999AreRaw() {
    TimeRange always =
        new TimeRange(Instant.parse("0000-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));

    assertThat(RangePlan.of(always, RollupCoverage.NONE, 0).parts())
        .containsExactly(new Part(RAW, always.startMicros(), always.endMicros()));
    assertThat(EpochMicros.toInstant(RollupCoverage.NEVER)).isEqualTo("-9999-01-01T00:00:00Z");
  }

  @Test
  void boundsThatContradictEachOtherAreRefused() {
    assertThatThrownBy(
            () -> coverage("2025-03-10T09:15:00Z", "2025-03-11T00:00:00Z", "2025-03-02T00:00:00Z"))
        .hasMessageContaining("ascend");
    assertThatThrownBy(
            () -> coverage("2025-03-10T09:15:00Z", "2025-03-10T00:15:00Z", "2025-03-02T00:00:00Z"))
        .hasMessageContaining("aligned");
  }

  @Property
  void thePartsAreDisjointAndCoverExactlyTheRange(
      @ForAll("ranges") TimeRange range,
      @ForAll("coverages") RollupCoverage coverage,
      @ForAll("lengths") long samplesUpTo) {
    List<Part> parts = planOrAssumeAnswerable(range, coverage, samplesUpTo).parts();

    assertThat(parts.get(0).startMicros()).isEqualTo(range.startMicros());
    assertThat(parts.get(parts.size() - 1).endMicros()).isEqualTo(range.endMicros());
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i).startMicros()).isLessThan(parts.get(i).endMicros());
      if (i > 0) {
        assertThat(parts.get(i).startMicros()).isEqualTo(parts.get(i - 1).endMicros());
      }
    }
  }

  @Property
  void eachPartIsAlignedToItsLevelAndBelowItsWatermark(
      @ForAll("ranges") TimeRange range,
      @ForAll("coverages") RollupCoverage coverage,
      @ForAll("lengths") long samplesUpTo) {
    for (Part part : planOrAssumeAnswerable(range, coverage, samplesUpTo).parts()) {
      switch (part.source()) {
        // Up to 1970 there are no samples to be dropped.
        case RAW ->
            assertThat(
                    part.startMicros() >= coverage.horizonMicros()
                        || Math.min(part.endMicros(), coverage.horizonMicros()) <= 0)
                .isTrue();
        case QUARTER_HOURS ->
            assertAligned(part, RollupLevel.QUARTER_HOUR, coverage.quarterHoursBelowMicros());
        case DAYS -> assertAligned(part, RollupLevel.DAY, coverage.daysBelowMicros());
      }
    }
  }

  @Property
  void whatIsReadRawIsShortOrNoWholeBucketBelowTheWatermark(
      @ForAll("ranges") TimeRange range,
      @ForAll("coverages") RollupCoverage coverage,
      @ForAll("lengths") long samplesUpTo) {
    for (Part part : planOrAssumeAnswerable(range, coverage, samplesUpTo).parts()) {
      if (part.source() == RAW && part.endMicros() - part.startMicros() > samplesUpTo) {
        long firstWhole = RollupLevel.QUARTER_HOUR.ceiling(part.startMicros());
        long end = Math.min(part.endMicros(), coverage.quarterHoursBelowMicros());
        assertThat(RollupLevel.QUARTER_HOUR.floor(end)).isLessThanOrEqualTo(firstWhole);
      }
    }
  }

  @Property
  void aRangeIsRefusedExactlyIfABoundCutsAQuarterHourBelowTheHorizon(
      @ForAll("ranges") TimeRange range, @ForAll("coverages") RollupCoverage coverage) {
    boolean cut =
        cuts(range.startMicros(), coverage.horizonMicros())
            || cuts(range.endMicros(), coverage.horizonMicros());

    assertThat(isAnswerable(range, coverage)).isEqualTo(!cut);
  }

  @Provide
  Arbitrary<TimeRange> ranges() {
    Arbitrary<Long> moments =
        Arbitraries.oneOf(
            micros(1_000_000), micros(900_000_000L), micros(86_400_000_000L), micros(1));
    return Combinators.combine(moments, moments)
        .filter((a, b) -> !a.equals(b))
        .as(
            (a, b) ->
                new TimeRange(
                    EpochMicros.toInstant(Math.min(a, b)), EpochMicros.toInstant(Math.max(a, b))));
  }

  @Provide
  Arbitrary<Long> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.just(0L), Arbitraries.longs().between(0, 2 * 86_400_000_000L));
  }

  @Provide
  Arbitrary<RollupCoverage> coverages() {
    return Combinators.combine(
            micros(900_000_000L), micros(86_400_000_000L), micros(86_400_000_000L))
        .as(
            (quarters, days, horizon) -> {
              long daysBelow = Math.min(days, RollupLevel.DAY.floor(quarters));
              return new RollupCoverage(quarters, daysBelow, Math.min(horizon, daysBelow));
            });
  }

  /** Ten days around 1970, so that both signs come and bounds meet often. */
  private static Arbitrary<Long> micros(long step) {
    long tenDays = 864_000_000_000L;
    return Arbitraries.longs().between(-tenDays / step, tenDays / step).map(n -> n * step);
  }

  private static RangePlan planOrAssumeAnswerable(
      TimeRange range, RollupCoverage coverage, long samplesUpTo) {
    Assume.that(isAnswerable(range, coverage));
    return RangePlan.of(range, coverage, samplesUpTo);
  }

  private static boolean isAnswerable(TimeRange range, RollupCoverage coverage) {
    try {
      RangePlan.of(range, coverage, 0);
      return true;
    } catch (UnanswerableRangeException e) {
      return false;
    }
  }

  private static boolean cuts(long moment, long horizon) {
    return moment > 0 && moment < horizon && moment % 900_000_000L != 0;
  }

  private static void assertAligned(Part part, RollupLevel level, long below) {
    assertThat(level.isAligned(part.startMicros())).isTrue();
    assertThat(level.isAligned(part.endMicros())).isTrue();
    assertThat(part.endMicros()).isLessThanOrEqualTo(below);
  }

  private static RangePlan plan(String start, String end) {
    return plan(start, end, Duration.ZERO);
  }

  private static RangePlan plan(String start, String end, Duration samplesUpTo) {
    return RangePlan.of(
        new TimeRange(Instant.parse(start), Instant.parse(end)),
        COVERAGE,
        samplesUpTo.toNanos() / 1_000);
  }

  private static Part part(RangePlan.Source source, String start, String end) {
    return new Part(source, micros(start), micros(end));
  }

  private static RollupCoverage coverage(String quarters, String days, String horizon) {
    return new RollupCoverage(micros(quarters), micros(days), micros(horizon));
  }

  private static long micros(String moment) {
    return EpochMicros.of(Instant.parse(moment));
  }
}
