package dev.vitals.simulator.wearable;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What one person does on one day, in minutes of that day.
 *
 * @param wake up to when they sleep
 * @param bed from when on they sleep
 * @param off when the device is not worn; a span may begin before the day or end after it
 */
record Plan(int wake, int bed, List<Bout> bouts, List<Off> off) {
  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final int LONGEST_DAY = 25 * 60;

  /** From a minute of the day up to another, which does not belong. */
  record Off(int from, int to) {
    boolean covers(int minute) {
      return from <= minute && minute < to;
    }
  }

  static Plan of(Person person, LocalDate date) {
    Chance chance = person.chance().with(date.toEpochDay());
    boolean free = date.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue();
    int wake = person.wakeMinute() + chance.with("wake").between(-20, 25) + (free ? 50 : 0);
    int bed = Math.min(person.bedMinute() + chance.with("bed").between(-40, 15), MINUTES_OF_DAY);
    return new Plan(
        wake, bed, bouts(person, chance, free, wake, bed), off(person, date, chance, wake, bed));
  }

  boolean isAsleep(int minute) {
    return minute < wake || minute >= bed;
  }

  boolean isWorn(int minute) {
    return off.stream().noneMatch(span -> span.covers(minute));
  }

  private static List<Bout> bouts(Person person, Chance chance, boolean free, int wake, int bed) {
    List<Bout> bouts = new ArrayList<>();
    int walks = chance.with("walks").between(3, 7);
    for (int number = 0; number < walks; number++) {
      Chance walk = chance.with("walk").with(number);
      bouts.add(
          bout(
              walk,
              wake + 15,
              bed - 60,
              walk.with("length").between(4, 24),
              walk.with("effort").between(0.12, 0.3),
              walk.with("steps").between(85, 118)));
    }
    if (chance.with("exercise").happens((free ? 0.3 : 0.15) + 0.45 * person.fitness())) {
      Chance exercise = chance.with("exercise").with("kind");
      boolean running = exercise.happens(0.6);
      bouts.add(
          bout(
              exercise,
              wake + 20,
              bed - 120,
              exercise.with("length").between(20, 75),
              exercise.with("effort").between(0.5, 0.88),
              running ? exercise.with("steps").between(145, 178) : 0));
    }
    return List.copyOf(bouts);
  }

  private static Bout bout(
      Chance chance, int earliest, int latest, int length, double effort, int steps) {
    int from = chance.with("from").between(earliest, latest - length);
    return new Bout(from, from + length, effort, steps);
  }

  private static List<Off> off(Person person, LocalDate date, Chance chance, int wake, int bed) {
    if (chance.with("forgotten").happens(0.02)) {
      return List.of(new Off(0, LONGEST_DAY));
    }
    List<Off> off = new ArrayList<>();
    if (chance.with("charging").happens(0.75)) {
      int from = chance.with("charging").with("from").between(wake, bed - 60);
      off.add(new Off(from, from + chance.with("charging").with("length").between(15, 75)));
    }
    if (isNightOff(person, date)) {
      off.add(new Off(0, wake));
    }
    // A night is one night on both sides of midnight.
    if (isNightOff(person, date.plusDays(1))) {
      off.add(new Off(bed, LONGEST_DAY));
    }
    return List.copyOf(off);
  }

  /** Of the night that ends on the morning of that date. */
  private static boolean isNightOff(Person person, LocalDate date) {
    return person.chance().with("night").with(date.toEpochDay()).happens(0.1);
  }
}
