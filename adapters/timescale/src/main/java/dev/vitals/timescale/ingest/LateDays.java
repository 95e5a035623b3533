package dev.vitals.timescale.ingest;

import dev.vitals.domain.rollup.RollupLevel;
import dev.vitals.domain.sample.Outcome;
import dev.vitals.domain.sample.SampleBatch;
import java.util.Arrays;

/**
 * Days of users to be marked in one transaction. One that two batches have comes twice. For one
 * thread.
 */
final class LateDays {
  private long[] userIds = new long[0];
  private long[] daysMicros = userIds;
  private int count;

  /**
   * Those of the rows below a bound that are new or changed: a repeated request has none.
   *
   * @param batch collapsed: rows of a day follow each other
   */
  void addWrittenBelow(long boundMicros, SampleBatch batch, Outcome[] outcomes) {
    for (int row = 0; row < batch.size(); row++) {
      long timestamp = batch.timestampsMicros()[row];
      if (timestamp < boundMicros && outcomes[row] != Outcome.UNCHANGED) {
        add(batch.userIds()[row], RollupLevel.DAY.floor(timestamp));
      }
    }
  }

  private void add(long userId, long dayMicros) {
    if (count > 0 && userIds[count - 1] == userId && daysMicros[count - 1] == dayMicros) {
      return;
    }
    if (count == userIds.length) {
      int room = Math.max(64, 2 * count);
      userIds = Arrays.copyOf(userIds, room);
      daysMicros = Arrays.copyOf(daysMicros, room);
    }
    userIds[count] = userId;
    daysMicros[count] = dayMicros;
    count++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  long[] userIds() {
    return Arrays.copyOf(userIds, count);
  }

  /** Their starts, by UTC. */
  long[] daysMicros() {
    return Arrays.copyOf(daysMicros, count);
  }
}
