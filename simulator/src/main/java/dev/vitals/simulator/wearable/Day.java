package dev.vitals.simulator.wearable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One person's local day, minute by minute. */
final class Day {
  /** The deepest and the lightest sleep follow each other in about this many minutes. */
  private static final int SLEEP_CYCLE = 90;

  private final Person person;
  private final List<Metric> metrics;
  private final Sensor[] sensors;
  private final Plan plan;
  private final long midnight;
  private final long nextMidnight;

  private Day(
      Person person,
      List<Metric> metrics,
      Sensor[] sensors,
      Plan plan,
      long midnight,
      long nextMidnight) {
    this.person = person;
    this.metrics = metrics;
    this.sensors = sensors;
    this.plan = plan;
    this.midnight = midnight;
    this.nextMidnight = nextMidnight;
  }

  /**
   * @param sensors of the metrics, in their order
   */
  static Day of(Person person, List<Metric> metrics, Sensor[] sensors, LocalDate date) {
    return new Day(
        person,
        metrics,
        sensors,
        Plan.of(person, date),
        midnight(person, date),
        midnight(person, date.plusDays(1)));
  }

  /** As an epoch minute, as all minutes are which do not say otherwise. */
  private static long midnight(Person person, LocalDate date) {
    return Math.floorDiv(date.atStartOfDay(person.zone()).toEpochSecond(), 60);
  }

  long nextMidnight() {
    return nextMidnight;
  }

  /** Empty while the device is not worn, or measured nothing. */
  Optional<Reading> reading(long epochMinute) {
    int minute = (int) (epochMinute - midnight);
    if (!plan.isWorn(minute)) {
      return Optional.empty();
    }
    int[] values = new int[metrics.size()];
    boolean isAny = false;
    Moment moment = moment(minute, person.chance().with(epochMinute));
    for (int metric = 0; metric < values.length; metric++) {
      double measured = sensors[metric].measure(moment);
      boolean isThere = !Double.isNaN(measured);
      values[metric] = isThere ? metrics.get(metric).nearest(measured) : Reading.ABSENT;
      isAny |= isThere;
    }
    return isAny
        ? Optional.of(new Reading(person.userId(), epochMinute * 60 + person.second(), values))
        : Optional.empty();
  }

  private Moment moment(int minute, Chance chance) {
    boolean isAsleep = plan.isAsleep(minute);
    double effort = isAsleep ? 0 : effort(minute);
    int steps = steps(minute, chance.with("steps"));
    return new Moment(
        person,
        minute,
        isAsleep,
        effort,
        heartRate(minute, effort, chance.with("heart")),
        steps,
        caloriesMilli(effort, steps, chance.with("calories")),
        chance);
  }

  private double effort(int minute) {
    double effort = 0;
    for (Bout bout : plan.bouts()) {
      effort = Math.max(effort, bout.effortAt(minute));
    }
    return effort;
  }

  private int heartRate(int minute, double effort, Chance chance) {
    int resting = person.restingHeartRate();
    if (plan.isAsleep(minute)) {
      int phase = Math.abs(minute % SLEEP_CYCLE - SLEEP_CYCLE / 2);
      return resting - 6 + phase * 8 / SLEEP_CYCLE + chance.between(-2, 2);
    }
    int awake = resting + 11;
    return awake + (int) (effort * (person.maxHeartRate() - awake)) + chance.between(-5, 5);
  }

  private int steps(int minute, Chance chance) {
    if (plan.isAsleep(minute)) {
      return 0;
    }
    for (Bout bout : plan.bouts()) {
      if (bout.covers(minute)) {
        return bout.stepsAMinute() * chance.between(90, 110) / 100;
      }
    }
    return chance.happens(0.2) ? chance.with("few").between(4, 35) : 0;
  }

  private int caloriesMilli(double effort, int steps, Chance chance) {
    return person.basalCaloriesMilli()
        + (int) (effort * 11_000)
        + steps * 12
        + chance.between(-60, 60);
  }
}
