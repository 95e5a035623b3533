package dev.vitals.domain.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitals.domain.time.EpochMicros;
import dev.vitals.domain.time.TimeRange;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalBucketsTest {
  private static final int MOST = 10_000;

  private static long[] bounds(String start, String end, String zone, String width) {
    return LocalBuckets.of(
            new TimeRange(Instant.parse(start), Instant.parse(end)),
            ZoneId.of(zone),
            BucketWidth.parse(width).orElseThrow(),
            MOST)
        .bounds();
  }

  /** A local day of the zone, from its midnight to the next. */
  private static long[] boundsOfDay(String date, String zone, String width) {
    ZoneId of = ZoneId.of(zone);
    LocalDate day = LocalDate.parse(date);
    return LocalBuckets.of(
            new TimeRange(
                day.atStartOfDay(of).toInstant(), day.plusDays(1).atStartOfDay(of).toInstant()),
            of,
            BucketWidth.parse(width).orElseThrow(),
            MOST)
        .bounds();
  }

  private static List<String> lengths(long[] bounds) {
    List<String> lengths = new ArrayList<>();
    for (int i = 1; i < bounds.length; i++) {
      lengths.add(Duration.ofNanos((bounds[i] - bounds[i - 1]) * 1_000).toString().substring(2));
    }
    return lengths;
  }

  private static List<String> instants(long[] bounds) {
    return Arrays.stream(bounds)
        .mapToObj(bound -> EpochMicros.toInstant(bound).toString())
        .toList();
  }

  /** Hours of local days: of 23 and 25, of halves, where midnight is skipped or comes twice. */
  @ParameterizedTest
  @CsvSource({
    "2026-03-28, Europe/Berlin, 24, 1H",
    "2026-03-29, Europe/Berlin, 23, 1H",
    "2026-10-25, Europe/Berlin, 25, 1H",
    "2026-04-05, Australia/Lord_Howe, 25, 30M",
    "2026-10-04, Australia/Lord_Howe, 24, 30M",
    "2018-11-04, America/Sao_Paulo, 23, 1H",
    "2018-02-17, America/Sao_Paulo, 25, 1H",
    "2026-06-01, Asia/Kathmandu, 24, 1H",
    "2016-10-30, Asia/Gaza, 24, 1H",
  })
  void hoursAreCountedAsTheyElapse(String date, String zone, int number, String last) {
    List<String> lengths = lengths(boundsOfDay(date, zone, "1h"));

    assertThat(lengths).hasSize(number);
    assertThat(lengths.subList(0, number - 1)).containsOnly("1H");
    assertThat(lengths.get(number - 1)).isEqualTo(last);
  }

  @Test
  void theLastPartOfADayEndsWithIt() {
    assertThat(lengths(boundsOfDay("2026-03-29", "Europe/Berlin", "12h")))
        .containsExactly("12H", "11H");
    assertThat(lengths(boundsOfDay("2026-10-25", "Europe/Berlin", "12h")))
        .containsExactly("12H", "12H", "1H");
  }

  @Test
  void aDayThatAZoneSkippedIsNoBucket() {
    assertThat(
            instants(bounds("2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "Pacific/Apia", "1d")))
        .containsExactly(
            "2011-12-29T10:00:00Z",
            "2011-12-30T10:00:00Z",
            "2011-12-31T10:00:00Z",
            "2012-01-01T10:00:00Z");
  }

  @Test
  void aDayWhoseMidnightIsSkippedBeginsAtItsFirstMoment() {
    long[] bounds =
        bounds("2018-11-03T03:00:00Z", "2018-11-05T02:00:00Z", "America/Sao_Paulo", "1d");

    assertThat(EpochMicros.toInstant(bounds[1]).atZone(ZoneId.of("America/Sao_Paulo")).toString())
        .startsWith("2018-11-04T01:00-02:00");
    assertThat(lengths(bounds)).containsExactly("24H", "23H");
  }

  @Test
  void theFirstAndTheLastAreCutToTheRange() {
    assertThat(
            instants(bounds("2024-02-28T12:34:56Z", "2024-03-02T01:00:00Z", "Europe/Berlin", "1d")))
        .containsExactly(
            "2024-02-28T12:34:56Z",
            "2024-02-28T23:00:00Z",
            "2024-02-29T23:00:00Z",
            "2024-03-01T23:00:00Z",
            "2024-03-02T01:00:00Z");
    assertThat(instants(bounds("2024-01-01T00:00:01Z", "2024-01-01T00:00:02Z", "UTC", "1y")))
        .containsExactly("2024-01-01T00:00:01Z", "2024-01-01T00:00:02Z");
  }

  @Test
  void weeksBeginOnMondayMonthsAndYearsOnTheFirst() {
    assertThat(
            instants(bounds("2026-03-18T00:00:00Z", "2026-04-01T00:00:00Z", "Europe/Berlin", "1w")))
        .containsExactly(
            "2026-03-18T00:00:00Z",
            "2026-03-22T23:00:00Z",
            "2026-03-29T22:00:00Z",
            "2026-04-01T00:00:00Z");
    assertThat(instants(bounds("2024-01-31T00:00:00Z", "2024-03-02T00:00:00Z", "UTC", "1mo")))
        .containsExactly(
            "2024-01-31T00:00:00Z",
            "2024-02-01T00:00:00Z",
            "2024-03-01T00:00:00Z",
            "2024-03-02T00:00:00Z");
    assertThat(lengths(bounds("1970-01-01T00:00:00Z", "2100-01-01T00:00:00Z", "UTC", "1y")))
        .hasSize(130);
  }

  @Test
  void moreThanAreAnsweredAreRefusedWithACoarserOne() {
    assertThatThrownBy(() -> bounds("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "UTC", "1m"))
        .isInstanceOfSatisfying(
            TooManyBucketsException.class,
            e -> {
              assertThat(e.number()).isBetween(525_600L, 525_602L);
              assertThat(e.most()).isEqualTo(MOST);
              assertThat(e.coarser()).isEqualTo(BucketWidth.parse("1h"));
            });
    // Exactly as many as there may be.
    assertThat(bounds("2025-01-01T00:00:00Z", "2025-01-07T22:40:00Z", "UTC", "1m"))
        .hasSize(MOST + 1);
    assertThatThrownBy(() -> bounds("2025-01-01T00:00:00Z", "2025-01-07T22:41:00Z", "UTC", "1m"))
        .isInstanceOf(TooManyBucketsException.class);
    assertThatThrownBy(
            () -> bounds("0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "Asia/Tokyo", "1y"))
        .isInstanceOfSatisfying(
            TooManyBucketsException.class, e -> assertThat(e.coarser()).isEmpty());
  }

  /** Disjoint and ascending as bounds are, they cover the range; each is of the length it has. */
  @Property(tries = 500)
  void bucketsCoverTheRangeAndBeginWhereTheCalendarSays(
      @ForAll("zones") ZoneId zone,
      @ForAll("widths") BucketWidth width,
      @ForAll @LongRange(min = 0, max = 4_102_444_800L) long startSecond,
      @ForAll @LongRange(min = 1, max = 40L * 86_400) long seconds) {
    TimeRange range =
        new TimeRange(
            Instant.ofEpochSecond(startSecond), Instant.ofEpochSecond(startSecond + seconds));

    long[] bounds = LocalBuckets.of(range, zone, width, 100_000).bounds();

    assertThat(bounds[0]).isEqualTo(range.startMicros());
    assertThat(bounds[bounds.length - 1]).isEqualTo(range.endMicros());
    assertThat(new TreeSet<>(Arrays.stream(bounds).boxed().toList()))
        .as("ascending, none twice")
        .containsExactly(Arrays.stream(bounds).boxed().toArray(Long[]::new));
    for (int i = 1; i < bounds.length - 1; i++) {
      ZonedDateTime begin = EpochMicros.toInstant(bounds[i]).atZone(zone);
      ZonedDateTime midnight = midnightOf(begin, zone);
      switch (width.unit()) {
        case PART_OF_DAY ->
            assertThat(Duration.between(midnight, begin).toMinutes() % width.minutes()).isZero();
        case DAY -> assertThat(begin.toInstant()).isEqualTo(midnight.toInstant());
        case WEEK -> assertThat(midnight.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        case MONTH -> assertThat(midnight.getDayOfMonth()).isEqualTo(1);
        case YEAR -> assertThat(midnight.getDayOfYear()).isEqualTo(1);
      }
    }
  }

  /** The last midnight up to then, by looking at the days around. */
  private static ZonedDateTime midnightOf(ZonedDateTime moment, ZoneId zone) {
    return moment
        .toLocalDate()
        .minusDays(1)
        .datesUntil(moment.toLocalDate().plusDays(3))
        .map(date -> date.atStartOfDay(zone))
        .filter(midnight -> !midnight.isAfter(moment))
        .max(ZonedDateTime::compareTo)
        .orElseThrow();
  }

  @Provide
  static Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
        List.of(
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "America/Sao_Paulo",
                "Asia/Kathmandu",
                "Asia/Tokyo",
                "Australia/Lord_Howe",
                "Pacific/Apia",
                "America/St_Johns",
                "Asia/Gaza",
                "Africa/Monrovia",
                "Pacific/Kwajalein",
                "Africa/Casablanca")
            .stream()
            .map(ZoneId::of)
            .toList());
  }

  @Provide
  static Arbitrary<BucketWidth> widths() {
    return Arbitraries.of(
        List.of("5m", "15m", "20m", "1h", "8h", "12h", "1d", "1w", "1mo", "1y").stream()
            .map(text -> BucketWidth.parse(text).orElseThrow())
            .toList());
  }
}
