package dev.vitals.simulator.wearable;

import static dev.vitals.simulator.wearable.Fleets.CALORIES;
import static dev.vitals.simulator.wearable.Fleets.HEART_RATE;
import static dev.vitals.simulator.wearable.Fleets.STEPS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
              assertThat(reading.value(HEART_RATE)).matches(rate -> isAbsentOr(rate, 300, 2_200));
              assertThat(reading.value(STEPS)).matches(steps -> isAbsentOr(steps, 0, 250));
              assertThat(reading.value(CALORIES)).matches(milli -> isAbsentOr(milli, 500, 25_000));
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
      assertThat(average(night, HEART_RATE)).isLessThan(average(afternoon, HEART_RATE) - 80);
      assertThat(night).allMatch(reading -> reading.value(STEPS) <= 0);
      assertThat(average(afternoon, STEPS)).isPositive();
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
    assertThat(shareWithout(all, HEART_RATE)).isBetween(0.02, 0.04);
    assertThat(shareWithout(all, STEPS)).isBetween(0.01, 0.03);
    assertThat(shareWithout(all, CALORIES)).isBetween(0.05, 0.25);
  }

  /** Whatever Vitals knows, and what is somebody's own. */
  @Test
  void everyMetricIsMeasuredWithinItsLimits() {
    List<Metric> metrics = new ArrayList<>();
    Sensor.KNOWN.keySet().stream()
        .sorted()
        .forEach(name -> metrics.add(new Metric(name, true, 1, 0, 2_000_000)));
    metrics.add(new Metric("own", false, 2, -150, 350));
    metrics.add(new Metric("narrow", true, 3, 1, 999));
    Fleet fleet = new Fleet(1, metrics, false);
    int[] times = new int[metrics.size()];
    for (long user = 1; user <= 20; user++) {
      fleet
          .wearable(user)
          .readings(
              BEGIN,
              BEGIN + 2 * DAY,
              reading -> {
                for (int metric = 0; metric < times.length; metric++) {
                  int value = reading.value(metric);
                  times[metric] += value == Reading.ABSENT ? 0 : 1;
                  assertThat(
                          isAbsentOr(
                              value, metrics.get(metric).least(), metrics.get(metric).greatest()))
                      .as(metrics.get(metric).name())
                      .isTrue();
                }
              });
    }
    assertThat(times).doesNotContain(0);
  }

  @Test
  void aFleetOfNamesHasAUuidForEach() {
    Fleet fleet = new Fleet(1, Fleets.THREE, true);

    assertThat(fleet.userId(1)).isEqualTo("00000000-0000-4000-8000-000000000001");
    assertThat(fleet.userId(1_000_000_000L)).isEqualTo("00000000-0000-4000-8000-00003b9aca00");
    assertThat(Fleets.of(1).userId(7)).isEqualTo("7");
  }

  private static List<Reading> readings(long seed, long user, long from, long to) {
    List<Reading> readings = new ArrayList<>();
    Wearable.of(Fleets.of(seed), user).readings(from, to, readings::add);
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
        minutes +=
            reading.value(HEART_RATE) > 10 * (person.restingHeartRate() + reserve / 2) ? 1 : 0;
      }
    }
    return (double) minutes / people.size();
  }

  private static double average(List<Reading> readings, int metric) {
    return readings.stream()
        .mapToInt(reading -> reading.value(metric))
        .filter(number -> number != Reading.ABSENT)
        .average()
        .orElseThrow();
  }

  private static double shareWithout(List<Reading> readings, int metric) {
    return (double) readings.stream().filter(one -> one.value(metric) == Reading.ABSENT).count()
        / readings.size();
  }

  private static boolean isAbsentOr(int value, int least, int most) {
    return value == Reading.ABSENT || (least <= value && value <= most);
  }
}
