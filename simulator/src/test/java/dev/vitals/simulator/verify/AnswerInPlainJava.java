package dev.vitals.simulator.verify;

import dev.vitals.simulator.wearable.Reading;
import java.math.BigDecimal;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.function.ToIntFunction;

/** The answer by the library's statistics, as JSON. */
final class AnswerInPlainJava {
  private AnswerInPlainJava() {}

  static String about(List<Reading> readings) {
    IntSummaryStatistics heart = of(readings, Reading::heartRate);
    IntSummaryStatistics steps = of(readings, Reading::steps);
    IntSummaryStatistics calories = of(readings, Reading::caloriesMilli);
    boolean beats = heart.getCount() > 0;
    return "{\"samples\":%s,\"average_heart_rate\":%s,\"min_heart_rate\":%s,\"max_heart_rate\":%s,\"total_steps\":%s,\"total_calories\":%s}"
        .formatted(
            readings.size(),
            beats ? heart.getAverage() : null,
            beats ? heart.getMin() : null,
            beats ? heart.getMax() : null,
            steps.getCount() > 0 ? steps.getSum() : null,
            calories.getCount() > 0 ? BigDecimal.valueOf(calories.getSum(), 3) : null);
  }

  private static IntSummaryStatistics of(List<Reading> readings, ToIntFunction<Reading> value) {
    return readings.stream()
        .mapToInt(value)
        .filter(number -> number != Reading.ABSENT)
        .summaryStatistics();
  }
}
