package dev.vitals.simulator.wearable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WearableTest {
  private static final long DAY = 24 * 60;
  private static final long BEGIN = Instant.parse("2026-03-20T00:00:00Z").getEpochSecond() / 60;
  private static final int USERS = 100;
  private static final int DAYS = 14;

  @Property(tries = 200)
  void theSameSeedUserAndMinutesGiveTheSameHoweverTheyAreCut(
      @ForAll long seed,
      @ForAll @LongRange(min = 1) long user,
      @ForAll @IntRange(max = 400_000) int offset,
      @ForAll @IntRange(min = 1, max = 3_000) int length,
      @ForAll @IntRange(max = 3_000) int cut) {
    long from = BEGIN + offset;
    long to = from + length;
    long middle = from + cut % length;
    List<Reading> whole = readings(seed, user, from, to);
    List<Reading> parts = readings(seed, user, from, middle);
    parts.addAll(readings(seed, user, middle, to));
    assertThat(parts).isEqualTo(whole);
  }

  @Property(tries = 200)
  void everyReadingIsWithinTheLimitsOfTheApiAndInItsMinute(
      @ForAll long seed,
      @ForAll @LongRange(min = 1) long user,
      @ForAll @IntRange(max = 2_000_000) int offset) {
    long from = BEGIN - offset;
    List<Reading> readings = readings(seed, user, from, from + DAY);
    assertThat(readings)
        .allSatisfy(
            reading -> {
              assertThat(reading.userId()).isEqualTo(user);
              assertThat(reading.epochSecond()).isBetween(from * 60, (from + DAY) * 60 - 1);
              assertThat(reading.heartRate()).matches(rate -> isAbsentOr(rate, 30, 220));
              assertThat(reading.steps()).matches(steps -> isAbsentOr(steps, 0, 250));
              assertThat(reading.caloriesMilli()).matches(milli -> isAbsentOr(milli, 500, 25_000));
            });
    assertThat(readings).extracting(Reading::epochSecond).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void anotherSeedAndAnotherUserAreSomebodyElse() {
    assertThat(readings(1, 7, BEGIN, BEGIN + DAY)).isNotEqualTo(readings(2, 7, BEGIN, BEGIN + DAY));
    assertThat(readings(1, 7, BEGIN, BEGIN + DAY)).isNotEqualTo(readings(1, 8, BEGIN, BEGIN + DAY));
  }

  /** Asleep for everybody at half past three, and awake in the early afternoon, by local time. */
  @Test
  void theHeartIsSlowerAtNightAndNobodyWalksInTheirSleep() {
    for (long user = 1; user <= USERS; user++) {
      Person person = Person.of(1, user);
      List<Reading> night = at(person, 3);
      List<Reading> afternoon = at(person, 14);
      assertThat(average(night, Reading::heartRate))
          .isLessThan(average(afternoon, Reading::heartRate) - 8);
      assertThat(night).allMatch(reading -> reading.steps() <= 0);
      assertThat(average(afternoon, Reading::steps)).isPositive();
    }
  }

  @Test
  void theFitterHaveTheLowerRestingHeartRateAndExerciseMore() {
    List<Person> fit = people(person -> person.fitness() > 0.7);
    List<Person> unfit = people(person -> person.fitness() < 0.3);
    assertThat(fit.stream().mapToInt(Person::restingHeartRate).max().orElseThrow())
        .isLessThan(unfit.stream().mapToInt(Person::restingHeartRate).min().orElseThrow());
    assertThat(minutesOfExercise(fit)).isGreaterThan(1.3 * minutesOfExercise(unfit));
  }

  @Test
  void everybodyTakesTheDeviceOffNowAndThenAndMostOfTheTimeItIsWorn() {
    for (long user = 1; user <= USERS; user++) {
      assertThat(readings(1, user, BEGIN, BEGIN + 30 * DAY).size())
          .isBetween((int) (30 * DAY * 0.6), (int) (30 * DAY * 0.995));
    }
  }

  @Test
  void someReadingsLackAValueAndSomeDevicesCountNoCalories() {
    List<Reading> all = new ArrayList<>();
    for (long user = 1; user <= USERS; user++) {
      all.addAll(readings(1, user, BEGIN, BEGIN + DAY));
    }
    assertThat(shareWithout(all, Reading::heartRate)).isBetween(0.02, 0.04);
    assertThat(shareWithout(all, Reading::steps)).isBetween(0.01, 0.03);
    assertThat(shareWithout(all, Reading::caloriesMilli)).isBetween(0.05, 0.25);
  }

  private static List<Reading> readings(long seed, long user, long from, long to) {
    List<Reading> readings = new ArrayList<>();
    Wearable.of(seed, user).readings(from, to, readings::add);
    return readings;
  }

  /** Of that hour, over two weeks which change to summer time in Europe. */
  private static List<Reading> at(Person person, int hour) {
    List<Reading> readings = new ArrayList<>();
    var midnight = Instant.ofEpochSecond(BEGIN * 60).atZone(person.zone()).toLocalDate();
    for (int day = 1; day <= DAYS; day++) {
      var moment = midnight.plusDays(day).atTime(hour, 30).atZone(person.zone());
      long minute = moment.toEpochSecond() / 60;
      readings.addAll(readings(1, person.userId(), minute, minute + 30));
    }
    return readings;
  }

  private static List<Person> people(Predicate<Person> which) {
    List<Person> people = new ArrayList<>();
    for (long user = 1; user <= USERS; user++) {
      people.add(Person.of(1, user));
    }
    people.removeIf(which.negate());
    return people;
  }

  private static double minutesOfExercise(List<Person> people) {
    long minutes = 0;
    for (Person person : people) {
      for (Reading reading : readings(1, person.userId(), BEGIN, BEGIN + DAYS * DAY)) {
        int reserve = person.maxHeartRate() - person.restingHeartRate();
        minutes += reading.heartRate() > person.restingHeartRate() + reserve / 2 ? 1 : 0;
      }
    }
    return (double) minutes / people.size();
  }

  private static double average(List<Reading> readings, ToIntFunction<Reading> value) {
    return readings.stream()
        .mapToInt(value)
        .filter(number -> number != Reading.ABSENT)
        .average()
        .orElseThrow();
  }

  private static double shareWithout(List<Reading> readings, ToIntFunction<Reading> value) {
    return (double) readings.stream().filter(one -> value.applyAsInt(one) == Reading.ABSENT).count()
        / readings.size();
  }

  private static boolean isAbsentOr(int value, int least, int most) {
    return value == Reading.ABSENT || (least <= value && value <= most);
  }
}
