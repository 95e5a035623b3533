package dev.vitals.timescale.ingest;

import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.ingest.HealthMetricsDao.LateDay;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Days of users to be marked in one transaction, each of them once. For one thread. */
final class LateDays {
  private static final long DAY_MICROS = 86_400_000_000L;

  private record Day(long userId, long micros) {}

  private final Set<Day> days = new LinkedHashSet<>();

  void addAll(List<LateDay> late) {
    late.forEach(each -> days.add(new Day(each.userId(), EpochMicros.of(each.day().toInstant()))));
  }

  /**
   * Those of the rows below a bound.
   *
   * @param batch collapsed: rows of a day follow each other
   */
  void addAllBelow(long boundMicros, SampleBatch batch) {
    Day last = new Day(0, 0);
    for (int row = 0; row < batch.size(); row++) {
      long timestamp = batch.timestampsMicros()[row];
      if (timestamp < boundMicros) {
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
