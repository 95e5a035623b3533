package dev.vitals.domain.series;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How long the buckets of a series are: a part of a day, as it elapses from local midnight, or a
 * day, week (from Monday), month or year of the local calendar.
 *
 * @param text as clients write it
 * @param minutes of a part of a day; 0 of the others
 */
public record BucketWidth(String text, Unit unit, int minutes) {
  public static final BucketWidth DAY = new BucketWidth("1d", Unit.DAY, 0);

  /** What it is counted in. */
  public enum Unit {
    PART_OF_DAY(0),
    DAY(1),
    WEEK(7),
    MONTH(30.436875),
    YEAR(365.2425);

    private final double days;

    Unit(double days) {
      this.days = days;
    }
  }

  /** What a client has to keep to. */
  public static final String RULE =
      "must be 1m to 12h, of those that divide a day, or 1d, 1w, 1mo or 1y";

  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final int LONGEST_PART = 12 * 60;
  private static final Pattern PART = Pattern.compile("([1-9][0-9]{0,2})([mh])");

  private static final List<BucketWidth> OF_CALENDAR =
      List.of(
          DAY,
          new BucketWidth("1w", Unit.WEEK, 0),
          new BucketWidth("1mo", Unit.MONTH, 0),
          new BucketWidth("1y", Unit.YEAR, 0));

  /** From the shortest to the longest, those that people ask for. */
  static final List<BucketWidth> USUAL =
      Stream.of("1m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "1w", "1mo", "1y")
          .map(text -> parse(text).orElseThrow())
          .toList();

  /** Empty if the text does not keep to {@link #RULE}. */
  public static Optional<BucketWidth> parse(String text) {
    Matcher part = PART.matcher(text);
    if (!part.matches()) {
      return OF_CALENDAR.stream().filter(width -> width.text.equals(text)).findFirst();
    }
    int minutes = Integer.parseInt(part.group(1)) * (part.group(2).equals("h") ? 60 : 1);
    return minutes <= LONGEST_PART && MINUTES_OF_DAY % minutes == 0
        ? Optional.of(new BucketWidth(text, Unit.PART_OF_DAY, minutes))
        : Optional.empty();
  }

  /** About how many there are in a time. */
  long numberIn(Duration length) {
    double days = unit == Unit.PART_OF_DAY ? (double) minutes / MINUTES_OF_DAY : unit.days;
    return (long) (length.toSeconds() / (days * 86_400)) + 1;
  }

  /** The first day of the bucket that a date is in; of parts of a day, the day. */
  LocalDate firstDay(LocalDate date) {
    return switch (unit) {
      case PART_OF_DAY, DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
      case YEAR -> date.withDayOfYear(1);
    };
  }

  /** The first day of the next one. */
  LocalDate next(LocalDate firstDay) {
    return switch (unit) {
      case PART_OF_DAY, DAY -> firstDay.plusDays(1);
      case WEEK -> firstDay.plusWeeks(1);
      case MONTH -> firstDay.plusMonths(1);
      case YEAR -> firstDay.plusYears(1);
    };
  }
}
