package dev.vitals.domain.sample;

import dev.vitals.domain.time.EpochMicros;
import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalInt;

/**
 * Many samples as columns of primitives (struct of arrays): ten thousand samples are five arrays,
 * not fifty thousand objects.
 *
 * <p>An optional value that is not there is {@link #ABSENT}, which no limit of {@link SampleField}
 * admits, so presence needs no column of its own.
 *
 * <p>Immutable, by promise: the columns are handed out without a copy, since the storage binds them
 * as they are, and nobody writes to them.
 */
public final class SampleBatch {
  public static final int ABSENT = -1;

  private final long[] userIds;
  private final long[] timestampsMicros;
  private final int[] heartRates;
  private final int[] steps;
  private final int[] caloriesMilli;

  SampleBatch(
      long[] userIds, long[] timestampsMicros, int[] heartRates, int[] steps, int[] caloriesMilli) {
    this.userIds = userIds;
    this.timestampsMicros = timestampsMicros;
    this.heartRates = heartRates;
    this.steps = steps;
    this.caloriesMilli = caloriesMilli;
  }

  public static SampleBatch of(Sample... samples) {
    return of(Arrays.asList(samples));
  }

  public static SampleBatch of(Collection<Sample> samples) {
    SampleBatchBuilder builder = new SampleBatchBuilder(samples.size());
    samples.forEach(builder::add);
    return builder.build();
  }

  public int size() {
    return userIds.length;
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  public Sample sample(int row) {
    return new Sample(
        userIds[row],
        EpochMicros.toInstant(timestampsMicros[row]),
        optional(heartRates[row]),
        optional(steps[row]),
        optional(caloriesMilli[row]));
  }

  /** Not a copy: do not write to it. */
  public long[] userIds() {
    return userIds;
  }

  /** Microseconds since 1970-01-01T00:00:00Z. Not a copy: do not write to it. */
  public long[] timestampsMicros() {
    return timestampsMicros;
  }

  /** In bpm, or {@link #ABSENT}. Not a copy: do not write to it. */
  public int[] heartRates() {
    return heartRates;
  }

  /** Or {@link #ABSENT}. Not a copy: do not write to it. */
  public int[] steps() {
    return steps;
  }

  /** In thousandths of a kcal, or {@link #ABSENT}. Not a copy: do not write to it. */
  public int[] caloriesMilli() {
    return caloriesMilli;
  }

  /**
   * The smallest of {@link #timestampsMicros()}.
   *
   * @throws java.util.NoSuchElementException the batch is empty
   */
  public long earliestMicros() {
    return Arrays.stream(timestampsMicros).min().orElseThrow();
  }

  /** The given rows in the given order. */
  public SampleBatch rows(int... chosen) {
    SampleBatchBuilder builder = new SampleBatchBuilder(chosen.length);
    for (int row : chosen) {
      builder.append(this, row);
    }
    return builder.build();
  }

  /** Whether the rows ascend by (user, timestamp) and no key comes twice. */
  public boolean isCollapsed() {
    for (int row = 1; row < size(); row++) {
      if (compareKeys(row - 1, row) >= 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same samples sorted by (user, timestamp), one row a key. Where a key comes more than once
   * the later row wins, field by field: what it does not carry stays as an earlier row had it.
   *
   * @return this batch if it is collapsed already, as what one device sends mostly is
   */
  public SampleBatch collapsed() {
    if (isCollapsed()) {
      return this;
    }
    int[] order = SampleOrder.of(this);
    SampleBatchBuilder builder = new SampleBatchBuilder(size());
    int previous = -1;
    for (int row : order) {
      if (previous >= 0 && compareKeys(previous, row) == 0) {
        builder.overlayLast(this, row);
      } else {
        builder.append(this, row);
      }
      previous = row;
    }
    return builder.build();
  }

  /**
   * What becomes of each row when this is stored over something. Both are collapsed.
   *
   * @param stored of this batch's keys those that are there
   */
  public Outcome[] outcomesOver(SampleBatch stored) {
    SampleBatchBuilder merged = new SampleBatchBuilder(stored.size());
    Outcome[] outcomes = new Outcome[size()];
    for (int row = 0; row < size(); row++) {
      int there = merged.size();
      if (there < stored.size()
          && stored.userIds[there] == userIds[row]
          && stored.timestampsMicros[there] == timestampsMicros[row]) {
        merged.append(stored, there);
        outcomes[row] = merged.overlayLast(this, row) ? Outcome.CHANGED : Outcome.UNCHANGED;
      } else {
        outcomes[row] = Outcome.NEW;
      }
    }
    return outcomes;
  }

  /** By user, then by timestamp. */
  int compareKeys(int row, int other) {
    int byUser = Long.compare(userIds[row], userIds[other]);
    return byUser != 0 ? byUser : Long.compare(timestampsMicros[row], timestampsMicros[other]);
  }

  private static OptionalInt optional(int value) {
    return value == ABSENT ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
