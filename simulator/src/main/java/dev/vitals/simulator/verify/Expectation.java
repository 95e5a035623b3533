package dev.vitals.simulator.verify;

import dev.vitals.simulator.wearable.Metric;
import dev.vitals.simulator.wearable.Wearable;
import java.util.List;

/** What is to be answered about one user, worked out anew from what was acknowledged. */
final class Expectation {
  private final List<Metric> metrics;
  private final Wearable wearable;
  private final TrackedMinutes minutes;
  private final long begin;

  /**
   * @param begin the epoch minute from which on the minutes are counted
   */
  Expectation(List<Metric> metrics, Wearable wearable, TrackedMinutes minutes, long begin) {
    this.metrics = metrics;
    this.wearable = wearable;
    this.minutes = minutes;
    this.begin = begin;
  }

  /** Whether nobody knows if the service has some of what was sent. */
  boolean isUnknown(Question question) {
    return minutes.hasUnknown(minute(question.start()), minute(question.end() + 59));
  }

  Figures of(Question question) {
    Totals totals = new Totals(metrics);
    wearable.readings(
        Math.floorDiv(question.start(), 60),
        Math.floorDiv(question.end() + 59, 60),
        reading -> {
          long second = reading.epochSecond();
          if (question.start() <= second
              && second < question.end()
              && minutes.isAcknowledged(minute(second))) {
            totals.add(reading);
          }
        });
    return totals.figures();
  }

  /** UTC days some of which may be stored and may not. */
  long unknownDays() {
    int day = 24 * 60;
    long days = 0;
    int first = (int) -Math.floorMod(begin, (long) day);
    for (int from = first; from < minutes.length(); from += day) {
      days += minutes.hasUnknown(Math.max(0, from), from + day) ? 1 : 0;
    }
    return days;
  }

  private int minute(long epochSecond) {
    return Math.toIntExact(Math.floorDiv(epochSecond, 60) - begin);
  }
}
