package dev.vitals.domain.metric;

import java.util.List;

/**
 * Metrics that wearables and phones report, ready to be named in a configuration. A code in
 * parentheses is LOINC's; behind it stand the types of Apple's HealthKit (without
 * "HKQuantityTypeIdentifier") and of Android's Health Connect. Units are UCUM's, as people write
 * them. Limits are wide enough for anybody alive and for what a device may report, and narrow
 * enough to refuse another unit or a sum of the wrong interval.
 */
public final class StandardMetrics {
  /** (8867-4; HeartRate; HeartRateRecord). Apple's "count/s" times 60. */
  public static final Metric HEART_RATE = gauge("heart_rate", "bpm", 1, 1, 350);

  /** Within the sample's interval (55423-8; StepCount; StepsRecord). */
  public static final Metric STEPS = total("steps", Metric.COUNT, 0, 100_000);

  /**
   * Active energy (41981-2; ActiveEnergyBurned; ActiveCaloriesBurnedRecord). A kJ is 0.239006 kcal.
   */
  public static final Metric CALORIES = total("calories", "kcal", 3, 20_000);

  /** On foot (41953-1; DistanceWalkingRunning; DistanceRecord). A mile is 1609.344 m. */
  public static final Metric DISTANCE = total("distance", "m", 2, 1_000_000);

  /** (93831-6; FlightsClimbed; FloorsClimbedRecord, which has fractions.) */
  public static final Metric FLOORS_CLIMBED = total("floors_climbed", Metric.COUNT, 1, 10_000);

  /** Of a day's exercise (AppleExerciseTime; Fitbit's active minutes). */
  public static final Metric ACTIVE_MINUTES = total("active_minutes", "min", 2, 1_440);

  /** By pulse oximetry (59408-5; OxygenSaturation, a fraction of 1; OxygenSaturationRecord). */
  public static final Metric OXYGEN_SATURATION = gauge("oxygen_saturation", "%", 1, 0, 100);

  /** (9279-1; RespiratoryRate; RespiratoryRateRecord). */
  public static final Metric RESPIRATORY_RATE = gauge("respiratory_rate", "breaths/min", 1, 0, 200);

  /**
   * As RMSSD (HeartRateVariabilityRmssdRecord). HealthKit's is SDNN (80404-7), another figure: give
   * it a metric of its own.
   */
  public static final Metric HEART_RATE_VARIABILITY =
      gauge("heart_rate_variability", "ms", 1, 0, 1_000);

  /** (8310-5; BodyTemperature; BodyTemperatureRecord). From °F: less 32, times 5/9. */
  public static final Metric BODY_TEMPERATURE = gauge("body_temperature", "°C", 2, 20, 50);

  /** (AppleSleepingWristTemperature; SkinTemperatureRecord, its baseline and change added up). */
  public static final Metric SKIN_TEMPERATURE = gauge("skin_temperature", "°C", 2, 0, 50);

  /** (29463-7; BodyMass; WeightRecord). A pound is 0.45359237 kg. */
  public static final Metric WEIGHT = gauge("weight", "kg", 2, 0, 1_000);

  /** (41982-0; BodyFatPercentage, a fraction of 1; BodyFatRecord). */
  public static final Metric BODY_FAT = gauge("body_fat", "%", 1, 0, 100);

  /** (2339-0; BloodGlucose; BloodGlucoseRecord). A mmol/L is 18.016 mg/dL. */
  public static final Metric BLOOD_GLUCOSE = gauge("blood_glucose", "mg/dL", 1, 0, 1_000);

  /** (8480-6; BloodPressureSystolic; BloodPressureRecord). */
  public static final Metric BLOOD_PRESSURE_SYSTOLIC =
      gauge("blood_pressure_systolic", "mmHg", 1, 0, 350);

  /** (8462-4; BloodPressureDiastolic; BloodPressureRecord). */
  public static final Metric BLOOD_PRESSURE_DIASTOLIC =
      gauge("blood_pressure_diastolic", "mmHg", 1, 0, 250);

  /** A score from 0, none, to 100, as Garmin's stress level. */
  public static final Metric STRESS = gauge("stress", "score", 0, 0, 100);

  public static final List<Metric> ALL =
      List.of(
          HEART_RATE,
          STEPS,
          CALORIES,
          DISTANCE,
          FLOORS_CLIMBED,
          ACTIVE_MINUTES,
          OXYGEN_SATURATION,
          RESPIRATORY_RATE,
          HEART_RATE_VARIABILITY,
          BODY_TEMPERATURE,
          SKIN_TEMPERATURE,
          WEIGHT,
          BODY_FAT,
          BLOOD_GLUCOSE,
          BLOOD_PRESSURE_SYSTOLIC,
          BLOOD_PRESSURE_DIASTOLIC,
          STRESS);

  private StandardMetrics() {}

  private static Metric gauge(String name, String unit, int decimals, int least, int greatest) {
    return Metric.of(
        name,
        MetricKind.GAUGE,
        unit,
        decimals,
        Integer.toString(least),
        Integer.toString(greatest));
  }

  private static Metric total(String name, String unit, int decimals, int greatest) {
    return Metric.of(name, MetricKind.TOTAL, unit, decimals, "0", Integer.toString(greatest));
  }
}
