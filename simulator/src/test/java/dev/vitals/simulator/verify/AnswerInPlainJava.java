package dev.vitals.simulator.verify;

import static dev.vitals.simulator.wearable.Fleets.CALORIES;
import static dev.vitals.simulator.wearable.Fleets.HEART_RATE;
import static dev.vitals.simulator.wearable.Fleets.STEPS;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import dev.vitals.simulator.wearable.Reading;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.TreeMap;

/** The answer by the library's statistics, as JSON. */
final class AnswerInPlainJava {
  private AnswerInPlainJava() {}

  static String about(List<Reading> readings) {
    IntSummaryStatistics heart = of(readings, HEART_RATE);
    IntSummaryStatistics steps = of(readings, STEPS);
    IntSummaryStatistics calories = of(readings, CALORIES);
    boolean beats = heart.getCount() > 0;
    return "{\"samples\":%s,\"average_heart_rate\":%s,\"min_heart_rate\":%s,\"max_heart_rate\":%s,\"total_steps\":%s,\"total_calories\":%s}"
        .formatted(
            readings.size(),
            beats
                ? BigDecimal.valueOf(heart.getSum(), 1)
                    .divide(BigDecimal.valueOf(heart.getCount()), MathContext.DECIMAL128)
                    .doubleValue()
                : null,
            beats ? BigDecimal.valueOf(heart.getMin(), 1) : null,
            beats ? BigDecimal.valueOf(heart.getMax(), 1) : null,
            steps.getCount() > 0 ? steps.getSum() : null,
            calories.getCount() > 0 ? BigDecimal.valueOf(calories.getSum(), 3) : null);
  }

  /** Each reading by the date that its zone's clocks show. */
  static String byDays(List<Reading> readings, ZoneId zone, long start, long end) {
    return readings.stream()
        .collect(
            groupingBy(
                one -> Instant.ofEpochSecond(one.epochSecond()).atZone(zone).toLocalDate(),
                TreeMap::new,
                toList()))
        .entrySet()
        .stream()
        .map(
            day ->
                "{\"start\":\"%s\",\"end\":\"%s\",%s"
                    .formatted(
                        midnight(day.getKey(), zone, start, end),
                        midnight(day.getKey().plusDays(1), zone, start, end),
                        about(day.getValue()).substring(1)))
        .collect(joining(",", "{\"buckets\":[", "]}"));
  }

  private static OffsetDateTime midnight(LocalDate date, ZoneId zone, long start, long end) {
    long second = date.atStartOfDay(zone).toEpochSecond();
    return Instant.ofEpochSecond(Math.max(start, Math.min(end, second)))
        .atZone(zone)
        .toOffsetDateTime();
  }

  private static IntSummaryStatistics of(List<Reading> readings, int metric) {
    return readings.stream()
        .mapToInt(reading -> reading.value(metric))
        .filter(number -> number != Reading.ABSENT)
        .summaryStatistics();
  }
}
