package dev.vitals.domain.series;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.rollup.RangePlan.Part;
import dev.vitals.domain.rollup.RangePlan.Source;
import dev.vitals.domain.rollup.RollupCoverage;
import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SeriesPlanTest {
  private static final long NOW = micros("2026-06-01T00:00:00Z");
  private static final RollupCoverage FILLED = new RollupCoverage(NOW, NOW, RollupCoverage.NEVER);
  private static final String JANUARY = "2025-01-01T00:00:00Z";
  private static final String NEXT = "2026-01-01T00:00:00Z";

  private static long micros(String instant) {
    return EpochMicros.of(Instant.parse(instant));
  }

  private static SeriesPlan plan(
      String start, String end, String zone, String width, RollupCoverage coverage) {
    TimeRange range = new TimeRange(Instant.parse(start), Instant.parse(end));
    return SeriesPlan.of(
        LocalBuckets.of(range, ZoneId.of(zone), BucketWidth.parse(width).orElseThrow(), 100_000),
        coverage,
        0);
  }

  @Test
  void localDaysComeFromQuarterHoursAndThoseOfUtcFromDays() {
    assertThat(plan(JANUARY, NEXT, "Europe/Berlin", "1d", FILLED).range().sources())
        .containsExactly(Source.QUARTER_HOURS);
    SeriesPlan utc = plan(JANUARY, NEXT, "UTC", "1d", FILLED);
    assertThat(utc.range().sources()).containsExactly(Source.DAYS);
    assertThat(utc.hasCutDays()).isFalse();
  }

  @Test
  void localMonthsComeFromDaysButForThoseThatABoundCuts() {
    SeriesPlan months = plan(JANUARY, NEXT, "Europe/Berlin", "1mo", FILLED);

    assertThat(months.range().sources()).containsExactly(Source.DAYS);
    assertThat(months.cutDays()).hasSize(12).contains(micros("2025-01-31T00:00:00Z"));
  }

  /** But for the first one's, before any of their bounds. */
  @Test
  void bucketsThatNoQuarterHourFitsComeFromSamples() {
    assertThat(plan(JANUARY, "2025-02-01T00:00:00Z", "UTC", "20m", FILLED).range().sources())
        .containsExactly(Source.QUARTER_HOURS, Source.RAW);
    // Of which the first half of the day has none.
    assertThat(
            plan("1971-12-31T00:00:00Z", "1972-03-01T00:00:00Z", "Africa/Monrovia", "1d", FILLED)
                .range()
                .sources())
        .contains(Source.RAW);
  }

  @Test
  void belowTheHorizonOnlyWholeQuarterHoursAreLeft() {
    RollupCoverage dropped = new RollupCoverage(NOW, NOW, micros("2025-06-01T00:00:00Z"));

    assertThatThrownBy(() -> plan(JANUARY, NEXT, "UTC", "20m", dropped))
        .isInstanceOfSatisfying(
            UnanswerableBucketException.class,
            e -> assertThat(e.horizon()).isEqualTo(Instant.parse("2025-06-01T00:00:00Z")));
    assertThat(plan(JANUARY, NEXT, "Asia/Kathmandu", "15m", dropped).range().sources())
        .containsExactly(Source.QUARTER_HOURS);
    // Only above it.
    assertThat(plan("2025-06-01T00:00:00Z", NEXT, "UTC", "20m", dropped).range().sources())
        .containsExactly(Source.QUARTER_HOURS, Source.RAW);
  }

  /** Where clocks went by their longitude, there are no samples. */
  @Test
  void boundsBefore1970AreOnAnyMoment() {
    RollupCoverage dropped = new RollupCoverage(NOW, NOW, micros("2025-06-01T00:00:00Z"));

    assertThat(
            plan("1799-12-31T23:06:32Z", NEXT, "Europe/Berlin", "1mo", dropped).range().sources())
        .contains(Source.DAYS);
  }

  private static Buckets buckets(long minute, long minutes, ZoneId zone, BucketWidth width) {
    TimeRange range =
        new TimeRange(
            Instant.EPOCH.plusSeconds(60 * minute),
            Instant.EPOCH.plusSeconds(60 * (minute + minutes)));
    return LocalBuckets.of(range, zone, width, 100_000);
  }

  /** No row that is read reaches over a bound. */
  @Property(tries = 500)
  void everyRowIsWithinOneBucket(
      @ForAll @From("zones") ZoneId zone,
      @ForAll @From("widths") BucketWidth width,
      @ForAll @LongRange(min = 0, max = 3_000_000) long minute,
      @ForAll @LongRange(min = 1, max = 60_000) long minutes,
      @ForAll @LongRange(min = 0, max = 90_000_000) long samplesUpToSeconds) {
    Buckets buckets = buckets(minute, minutes, zone, width);
    long[] bounds = buckets.bounds();

    SeriesPlan plan = SeriesPlan.of(buckets, FILLED, samplesUpToSeconds * 1_000_000);

    for (int i = 1; i < bounds.length - 1; i++) {
      for (Part part : plan.range().parts()) {
        if (part.startMicros() < bounds[i] && bounds[i] < part.endMicros()) {
          long bound = bounds[i];
          assertThat(
                  switch (part.source()) {
                    case RAW -> true;
                    case QUARTER_HOURS -> RollupLevel.QUARTER_HOUR.isAligned(bound);
                    case DAYS ->
                        RollupLevel.DAY.isAligned(bound)
                            || (RollupLevel.QUARTER_HOUR.isAligned(bound)
                                && Arrays.stream(plan.cutDays())
                                    .anyMatch(day -> day == RollupLevel.DAY.floor(bound)));
                  })
              .as("%s in %s", bound, part)
              .isTrue();
        }
      }
    }
  }

  /** Together they are what the range would read from rollups, each of whole rows of its bucket. */
  @Property(tries = 500)
  void windowsAreWhatTheRangeReadsFromRollups(
      @ForAll @From("zones") ZoneId zone,
      @ForAll @From("widths") BucketWidth width,
      @ForAll @LongRange(min = 0, max = 3_000_000) long minute,
      @ForAll @LongRange(min = 1, max = 60_000) long minutes,
      @ForAll @LongRange(min = 0, max = 90_000_000) long samplesUpToSeconds) {
    Buckets buckets = buckets(minute, minutes, zone, width);

    SeriesPlan plan = SeriesPlan.inWindows(buckets, FILLED, samplesUpToSeconds * 1_000_000);

    List<Part> read = new ArrayList<>();
    for (RollupLevel level : RollupLevel.values()) {
      Source source = level == RollupLevel.DAY ? Source.DAYS : Source.QUARTER_HOURS;
      Windows windows = plan.windows(source);
      for (int i = 0; i < windows.size(); i++) {
        Part window = new Part(source, windows.starts()[i], windows.ends()[i]);
        int bucket = (int) windows.numbers()[i] - 1;
        assertThat(window.startMicros()).isGreaterThanOrEqualTo(buckets.start(bucket));
        assertThat(window.endMicros()).isLessThanOrEqualTo(buckets.end(bucket));
        assertThat(level.isAligned(window.startMicros())).isTrue();
        assertThat(level.isAligned(window.endMicros())).isTrue();
        read.add(window);
      }
    }
    plan.range().parts().stream().filter(part -> part.source() == Source.RAW).forEach(read::add);
    read.sort(comparing(Part::startMicros));
    assertThat(read.get(0).startMicros()).isEqualTo(buckets.range().startMicros());
    for (int i = 1; i < read.size(); i++) {
      assertThat(read.get(i).startMicros()).isEqualTo(read.get(i - 1).endMicros());
    }
    assertThat(read.get(read.size() - 1).endMicros()).isEqualTo(buckets.range().endMicros());
  }

  @Test
  void aMonthInWindowsIsItsWholeDaysAndTheQuarterHoursBesideThem() {
    TimeRange range =
        new TimeRange(Instant.parse("2025-03-31T22:00:00Z"), Instant.parse("2025-04-30T22:00:00Z"));
    SeriesPlan plan =
        SeriesPlan.inWindows(
            LocalBuckets.of(
                range, ZoneId.of("Europe/Berlin"), BucketWidth.parse("1mo").orElseThrow(), 100),
            FILLED,
            0);

    assertThat(plan.windows(Source.DAYS).starts()).containsExactly(micros("2025-04-01T00:00:00Z"));
    assertThat(plan.windows(Source.DAYS).ends()).containsExactly(micros("2025-04-30T00:00:00Z"));
    assertThat(plan.windows(Source.QUARTER_HOURS).starts())
        .containsExactly(range.startMicros(), micros("2025-04-30T00:00:00Z"));
    assertThat(plan.isInWindows()).isTrue();
  }

  @Test
  void countsTheQuarterHoursItReads() {
    assertThat(plan(JANUARY, NEXT, "Europe/Berlin", "1d", FILLED).quarterHours())
        .isEqualTo(365 * 96);
    assertThat(plan(JANUARY, NEXT, "Europe/Berlin", "1mo", FILLED).quarterHours())
        .isEqualTo(12 * 96);
    assertThat(plan(JANUARY, NEXT, "UTC", "1d", FILLED).quarterHours()).isZero();
  }

  @Provide
  static Arbitrary<ZoneId> zones() {
    return LocalBucketsTest.zones();
  }

  @Provide
  static Arbitrary<BucketWidth> widths() {
    return LocalBucketsTest.widths();
  }
}
