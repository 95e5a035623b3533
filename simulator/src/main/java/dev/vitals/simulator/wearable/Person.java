package dev.vitals.simulator.wearable;

import java.time.ZoneId;
import java.util.List;

/**
 * Who wears the device, and what of it stays the same from day to day.
 *
 * @param fitness from 0 to 1
 * @param wakeMinute of the local day, on a working day
 * @param bedMinute of the local day, always before midnight
 * @param basalCaloriesMilli a minute at rest, in thousandths of a kcal
 * @param countsCalories whether the device does
 * @param second of each minute at which the device reports
 */
public record Person(
    long userId,
    Chance chance,
    ZoneId zone,
    int restingHeartRate,
    int maxHeartRate,
    double fitness,
    int wakeMinute,
    int bedMinute,
    int basalCaloriesMilli,
    boolean countsCalories,
    int second) {

  /** With and without summer time, off by halves and quarters of an hour, both hemispheres. */
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("Europe/London"),
          ZoneId.of("America/New_York"),
          ZoneId.of("America/Los_Angeles"),
          ZoneId.of("America/Sao_Paulo"),
          ZoneId.of("Africa/Lagos"),
          ZoneId.of("Asia/Kolkata"),
          ZoneId.of("Asia/Kathmandu"),
          ZoneId.of("Asia/Tokyo"),
          ZoneId.of("Australia/Sydney"));

  public static Person of(long seed, long userId) {
    Chance chance = Chance.of(seed).with(userId);
    double fitness = chance.with("fitness").unit();
    int age = chance.with("age").between(18, 80);
    int wake = chance.with("wake").between(5 * 60 + 30, 8 * 60);
    return new Person(
        userId,
        chance,
        ZONES.get(chance.with("zone").between(0, ZONES.size() - 1)),
        (int) (74 - 22 * fitness) + chance.with("resting").between(-3, 3),
        220 - age,
        fitness,
        wake,
        Math.min(wake + chance.with("awake").between(15 * 60, 17 * 60 + 30), 23 * 60 + 40),
        chance.with("basal").between(850, 1_350),
        chance.with("device").happens(0.85),
        chance.with("second").between(0, 59));
  }
}
