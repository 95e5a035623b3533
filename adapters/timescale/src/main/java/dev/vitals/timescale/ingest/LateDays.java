package dev.vitals.timescale.ingest;

import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Days of users to be marked in one transaction, each of them once. For one thread. */
final class LateDays {
  private static final long DAY_MICROS = 86_400_000_000L;

  private record Day(long userId, long micros) {}

  private final Set<Day> days = new LinkedHashSet<>();

  /**
   * Those of the rows below a bound that are new or changed: a repeated request has none.
   *
   * @param batch collapsed: rows of a day follow each other
   */
  void addWrittenBelow(long boundMicros, SampleBatch batch, Outcome[] outcomes) {
    Day last = new Day(0, 0);
    for (int row = 0; row < batch.size(); row++) {
      long timestamp = batch.timestampsMicros()[row];
      if (timestamp < boundMicros && outcomes[row] != Outcome.UNCHANGED) {
        long day = Math.floorDiv(timestamp, DAY_MICROS) * DAY_MICROS;
        if (last.micros() != day || last.userId() != batch.userIds()[row]) {
          last = new Day(batch.userIds()[row], day);
          days.add(last);
        }
      }
    }
  }

  boolean isEmpty() {
    return days.isEmpty();
  }

  long[] userIds() {
    return column(Day::userId);
  }

  /** Their starts, by UTC. */
  long[] daysMicros() {
    return column(Day::micros);
  }

  private long[] column(ToLongFunction<Day> value) {
    return days.stream().mapToLong(value).toArray();
  }
}
