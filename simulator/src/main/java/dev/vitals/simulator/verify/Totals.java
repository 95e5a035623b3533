package dev.vitals.simulator.verify;

import dev.vitals.simulator.wearable.Metric;
import dev.vitals.simulator.wearable.Reading;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Adds up readings one by one, in integers. */
final class Totals {
  private final List<Metric> metrics;
  private final List<LongSummaryStatistics> ofEach;
  private long samples;

  Totals(List<Metric> metrics) {
    this.metrics = metrics;
    this.ofEach = Stream.generate(LongSummaryStatistics::new).limit(metrics.size()).toList();
  }

  void add(Reading reading) {
    samples++;
    for (int metric = 0; metric < metrics.size(); metric++) {
      int value = reading.value(metric);
      if (value != Reading.ABSENT) {
        ofEach.get(metric).accept(value);
      }
    }
  }

  Figures figures() {
    Map<String, @Nullable Number> figures = new LinkedHashMap<>();
    for (int number = 0; number < metrics.size(); number++) {
      Metric metric = metrics.get(number);
      LongSummaryStatistics all = ofEach.get(number);
      boolean isAny = all.getCount() > 0;
      if (metric.isGauge()) {
        // Of two integers below 2^53 the quotient is the nearest double there is.
        double average = (double) all.getSum() / (all.getCount() * metric.unit());
        figures.put("average_" + metric.name(), isAny ? average : null);
        figures.put("min_" + metric.name(), isAny ? exact(metric, all.getMin()) : null);
        figures.put("max_" + metric.name(), isAny ? exact(metric, all.getMax()) : null);
      } else {
        figures.put("total_" + metric.name(), isAny ? exact(metric, all.getSum()) : null);
      }
    }
    return new Figures(samples, figures);
  }

  private static BigDecimal exact(Metric metric, long value) {
    return BigDecimal.valueOf(value, metric.decimals()).stripTrailingZeros();
  }
}
