package dev.vitals.simulator.wearable;

import java.util.Map;

/**
 * Measures one metric, as devices do: some each minute, some by night, some when they are asked.
 */
interface Sensor {
  double NOTHING = Double.NaN;

  /** What devices measure that people wear, by the names and in the units that Vitals has. */
  Map<String, Sensor> KNOWN =
      Map.ofEntries(
          Map.entry("heart_rate", now -> now.lost() < 0.03 ? NOTHING : now.heartRate()),
          Map.entry(
              "steps", now -> 0.03 <= now.lost() && now.lost() < 0.05 ? NOTHING : now.steps()),
          Map.entry(
              "calories",
              now -> now.person().countsCalories() ? now.caloriesMilli() / 1_000.0 : NOTHING),
          Map.entry("distance", now -> now.steps() * now.around(0.74, 0.08, "stride")),
          Map.entry("floors_climbed", now -> now.steps() > 80 && now.isEvery(7) ? 1 : 0),
          Map.entry("active_minutes", now -> now.effort() > 0.3 ? 1 : 0),
          Map.entry("oxygen_saturation", now -> every(10, now, now.around(96.5, 2, "oxygen"))),
          Map.entry("respiratory_rate", now -> now.around(14, 2, "breath") + 22 * now.effort()),
          Map.entry(
              "heart_rate_variability",
              now -> now.isAsleep() ? every(5, now, now.around(55, 30, "variability")) : NOTHING),
          Map.entry(
              "body_temperature",
              now -> every(240, now, now.around(36.7, 0.4, "body") + now.effort())),
          Map.entry("skin_temperature", now -> now.around(33, 1.5, "skin")),
          Map.entry("weight", now -> daily(now, now.around(74, 20, "weight"))),
          Map.entry("body_fat", now -> daily(now, now.around(24, 9, "fat"))),
          Map.entry("blood_glucose", now -> every(5, now, now.around(102, 25, "glucose"))),
          Map.entry("blood_pressure_systolic", now -> daily(now, now.around(124, 14, "systolic"))),
          Map.entry("blood_pressure_diastolic", now -> daily(now, now.around(79, 9, "diastolic"))),
          Map.entry("stress", now -> every(3, now, now.around(35, 20, "stress"))));

  /** In the metric's unit, or {@link #NOTHING}. */
  double measure(Moment now);

  /** For what nobody here has heard of, whole numbers between its limits. */
  static Sensor of(Metric metric) {
    Sensor known = KNOWN.get(metric.name());
    if (known != null) {
      return known;
    }
    double least = Math.ceil((double) metric.least() / metric.unit());
    double greatest = Math.floor((double) metric.greatest() / metric.unit());
    return now ->
        Math.floor(now.chance().with(metric.name()).between(least, Math.max(least, greatest)));
  }

  private static double every(int minutes, Moment now, double value) {
    return now.isEvery(minutes) ? value : NOTHING;
  }

  /** In the morning. */
  private static double daily(Moment now, double value) {
    return now.minute() == now.person().wakeMinute() ? value : NOTHING;
  }
}
