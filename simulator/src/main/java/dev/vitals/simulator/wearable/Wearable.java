package dev.vitals.simulator.wearable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** What a person's device measures: a pure function of the fleet, the user and the minute. */
public final class Wearable {
  private final Person person;
  private final List<Metric> metrics;
  private final Sensor[] sensors;

  private Wearable(Person person, List<Metric> metrics) {
    this.person = person;
    this.metrics = metrics;
    this.sensors = metrics.stream().map(Sensor::of).toArray(Sensor[]::new);
  }

  static Wearable of(Fleet fleet, long userId) {
    return new Wearable(Person.of(fleet.seed(), userId), fleet.metrics());
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
      Day day = Day.of(person, metrics, sensors, date);
      for (long end = Math.min(to, day.nextMidnight()); minute < end; minute++) {
        day.reading(minute).ifPresent(each);
      }
    }
  }
}
