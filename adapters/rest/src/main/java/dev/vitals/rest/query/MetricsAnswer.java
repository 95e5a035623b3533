package dev.vitals.rest.query;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.vitals.domain.summary.Summary;
import dev.vitals.domain.time.TimeRange;
import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A summary as clients read it. A figure is null where no sample carried it. */
@JsonNaming(SnakeCaseStrategy.class)
record MetricsAnswer(
    long userId,
    String start,
    String end,
    long samples,
    OptionalDouble averageHeartRate,
    OptionalInt minHeartRate,
    OptionalInt maxHeartRate,
    OptionalLong totalSteps,
    @Nullable BigDecimal totalCalories) {

  static MetricsAnswer of(long userId, TimeRange range, Summary summary) {
    return new MetricsAnswer(
        userId,
        range.start().toString(),
        range.end().toString(),
        summary.samples(),
        summary.averageHeartRate(),
        summary.minHeartRate(),
        summary.maxHeartRate(),
        summary.totalSteps(),
        summary.totalCalories().map(MetricsAnswer::withoutTrailingZeros).orElse(null));
  }

  /** 28.6 and 20000, neither 28.600 nor 2E+4. */
  private static BigDecimal withoutTrailingZeros(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
