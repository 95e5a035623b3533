package dev.vitals.simulator.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.vitals.simulator.wearable.Metric;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question for one user's days in a zone.
 *
 * @param start an epoch second
 * @param end an epoch second, which does not belong
 */
record LocalDays(long userId, long start, long end, ZoneId zone) {
  /**
   * Midnights on each quarter of an hour, and clocks that change by an hour, by half of one, never.
   */
  static final List<ZoneId> ZONES =
      Stream.of("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe")
          .map(ZoneId::of)
          .toList();

  /** A series can be wrong in all of its days. */
  private static final int SHOWN = 4;

  /** From midnight to midnight, the first and the last cut to the range. */
  List<Question> days() {
    List<Question> days = new ArrayList<>();
    for (LocalDate day = startInstant().atZone(zone).toLocalDate();
        midnight(day) < end;
        day = day.plusDays(1)) {
      days.add(
          new Question(
              userId, Math.max(start, midnight(day)), Math.min(end, midnight(day.plusDays(1)))));
    }
    return days;
  }

  /**
   * @param body the service's; null if it knows of no sample
   * @return what differs first, each with its day; empty if nothing does. Days that are unknown are
   *     not looked at.
   * @throws JsonProcessingException it is no JSON
   */
  List<String> differences(Expectation expectation, List<Metric> metrics, @Nullable String body)
      throws JsonProcessingException {
    List<String> differences = new ArrayList<>();
    Map<Question, Figures> answered = new HashMap<>();
    if (body != null) {
      Figures.ofBuckets(
          metrics,
          body,
          (from, to, figures) -> {
            Question day = new Question(userId, from, to);
            if (answered.put(day, figures) != null) {
              differences.add("twice there is the day " + day.span());
            }
          });
    }
    for (Question day : days()) {
      Figures figures = answered.remove(day);
      if (!expectation.isUnknown(day)) {
        expectation
            .of(day)
            .differences(figures == null ? new Totals(metrics).figures() : figures)
            .stream()
            .limit(figures == null ? 1 : Long.MAX_VALUE)
            .forEach(difference -> differences.add(day.span() + " " + difference));
      }
    }
    answered.keySet().forEach(day -> differences.add("there is no day " + day.span()));
    return differences.size() <= SHOWN ? differences : first(differences);
  }

  private static List<String> first(List<String> differences) {
    List<String> first = new ArrayList<>(differences.subList(0, SHOWN));
    first.add("and " + (differences.size() - SHOWN) + " more");
    return first;
  }

  Instant startInstant() {
    return Instant.ofEpochSecond(start);
  }

  Instant endInstant() {
    return Instant.ofEpochSecond(end);
  }

  String text() {
    return "user " + userId + " by days of " + zone;
  }

  private long midnight(LocalDate day) {
    return day.atStartOfDay(zone).toEpochSecond();
  }
}
