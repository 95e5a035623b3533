package dev.vitals.simulator.verify;

import dev.vitals.simulator.wearable.Reading;
import java.math.BigDecimal;

/** Adds up readings one by one, in integers. */
final class Totals {
  private long samples;
  private long heartRates;
  private long heartRateSum;
  private long minHeartRate = Long.MAX_VALUE;
  private long maxHeartRate = Long.MIN_VALUE;
  private long stepCounts;
  private long steps;
  private long calorieCounts;
  private long caloriesMilli;

  void add(Reading reading) {
    samples++;
    if (reading.heartRate() != Reading.ABSENT) {
      heartRates++;
      heartRateSum += reading.heartRate();
      minHeartRate = Math.min(minHeartRate, reading.heartRate());
      maxHeartRate = Math.max(maxHeartRate, reading.heartRate());
    }
    if (reading.steps() != Reading.ABSENT) {
      stepCounts++;
      steps += reading.steps();
    }
    if (reading.caloriesMilli() != Reading.ABSENT) {
      calorieCounts++;
      caloriesMilli += reading.caloriesMilli();
    }
  }

  Figures figures() {
    boolean heart = heartRates > 0;
    return new Figures(
        samples,
        heart ? Double.valueOf((double) heartRateSum / heartRates) : null,
        heart ? Long.valueOf(minHeartRate) : null,
        heart ? Long.valueOf(maxHeartRate) : null,
        stepCounts > 0 ? Long.valueOf(steps) : null,
        calorieCounts > 0 ? BigDecimal.valueOf(caloriesMilli, 3).stripTrailingZeros() : null);
  }
}
