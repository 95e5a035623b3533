package dev.vitals.simulator.wearable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Consumer;

/** What a person's device measures: a pure function of the seed, the user and the minute. */
public final class Wearable {
  private final Person person;

  private Wearable(Person person) {
    this.person = person;
  }

  public static Wearable of(long seed, long userId) {
    return new Wearable(Person.of(seed, userId));
  }

  public Person person() {
    return person;
  }

  /**
   * Hands over the readings in the order of time; minutes without one are left out.
   *
   * @param from an epoch minute
   * @param to the epoch minute after the last
   */
  public void readings(long from, long to, Consumer<Reading> each) {
    LocalDate date = Instant.ofEpochSecond(from * 60).atZone(person.zone()).toLocalDate();
    for (long minute = from; minute < to; date = date.plusDays(1)) {
      Day day = Day.of(person, date);
      for (long end = Math.min(to, day.nextMidnight()); minute < end; minute++) {
        day.reading(minute).ifPresent(each);
      }
    }
  }
}
