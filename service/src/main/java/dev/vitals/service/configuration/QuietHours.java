package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * A part of each day, by UTC: {@code 22:00-05:00} goes over midnight, {@code 02:00-02:00} is all of
 * it.
 *
 * @param from belongs to it
 * @param until does not
 */
public record QuietHours(LocalTime from, LocalTime until) {
  /**
   * @throws IllegalArgumentException not two times of day with a dash between
   */
  @JsonCreator
  public static QuietHours of(String text) {
    String[] times = text.split("-", -1);
    try {
      if (times.length == 2) {
        return new QuietHours(LocalTime.parse(times[0]), LocalTime.parse(times[1]));
      }
    } catch (DateTimeParseException e) {
      // Told below.
    }
    throw new IllegalArgumentException("must be like 02:00-05:00");
  }

  public boolean contains(LocalTime time) {
    return from.isBefore(until)
        ? !time.isBefore(from) && time.isBefore(until)
        : !time.isBefore(from) || time.isBefore(until);
  }

  @JsonValue
  @Override
  public String toString() {
    return from + "-" + until;
  }
}
