package dev.vitals.domain.sample;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.time.EpochMicros;
import java.util.Arrays;

/** Fills the columns of a {@link SampleBatch} row by row. For one thread. */
public final class SampleBatchBuilder {
  private int size;
  private long[] userIds;
  private long[] timestampsMicros;
  private int[] heartRates;
  private int[] steps;
  private int[] caloriesMilli;

  /**
   * @param expectedSize rows to make room for; more are taken all the same
   */
  public SampleBatchBuilder(int expectedSize) {
    userIds = new long[expectedSize];
    timestampsMicros = new long[expectedSize];
    heartRates = new int[expectedSize];
    steps = new int[expectedSize];
    caloriesMilli = new int[expectedSize];
  }

  public int size() {
    return size;
  }

  public void add(Sample sample) {
    append(
        sample.userId(),
        EpochMicros.of(sample.timestamp()),
        sample.heartRate().orElse(ABSENT),
        sample.steps().orElse(ABSENT),
        sample.caloriesMilli().orElse(ABSENT));
  }

  /**
   * @param heartRate in bpm, or {@link SampleBatch#ABSENT}, as are the two that follow
   * @param caloriesMilli in thousandths of a kcal
   * @throws IllegalArgumentException out of a {@link SampleField}'s limits, or none of the three is
   *     present: inlets check before they add
   */
  public void add(long userId, long timestampMicros, int heartRate, int steps, int caloriesMilli) {
    SampleField.USER_ID.require(userId);
    requireIfPresent(SampleField.HEART_RATE, heartRate);
    requireIfPresent(SampleField.STEPS, steps);
    requireIfPresent(SampleField.CALORIES, caloriesMilli);
    if (heartRate == ABSENT && steps == ABSENT && caloriesMilli == ABSENT) {
      throw new IllegalArgumentException("at least one of heart_rate, steps, calories is needed");
    }
    append(userId, timestampMicros, heartRate, steps, caloriesMilli);
  }

  /** The builder may not be used afterwards: the batch may hold its columns. */
  public SampleBatch build() {
    if (size < userIds.length) {
      resize(size);
    }
    return new SampleBatch(userIds, timestampsMicros, heartRates, steps, caloriesMilli);
  }

  /** Without the checks, for rows that passed them before, as what is stored did. */
  public void append(
      long userId, long timestampMicros, int heartRate, int steps, int caloriesMilli) {
    if (size == userIds.length) {
      resize(Math.max(16, size + (size >> 1)));
    }
    userIds[size] = userId;
    timestampsMicros[size] = timestampMicros;
    heartRates[size] = heartRate;
    this.steps[size] = steps;
    this.caloriesMilli[size] = caloriesMilli;
    size++;
  }

  void append(SampleBatch batch) {
    int rows = batch.size();
    if (size + rows > userIds.length) {
      resize(size + rows);
    }
    System.arraycopy(batch.userIds(), 0, userIds, size, rows);
    System.arraycopy(batch.timestampsMicros(), 0, timestampsMicros, size, rows);
    System.arraycopy(batch.heartRates(), 0, heartRates, size, rows);
    System.arraycopy(batch.steps(), 0, steps, size, rows);
    System.arraycopy(batch.caloriesMilli(), 0, caloriesMilli, size, rows);
    size += rows;
  }

  void append(SampleBatch batch, int row) {
    append(
        batch.userIds()[row],
        batch.timestampsMicros()[row],
        batch.heartRates()[row],
        batch.steps()[row],
        batch.caloriesMilli()[row]);
  }

  /** Puts what a row carries over the last row's values. Returns whether they are others then. */
  boolean overlayLast(SampleBatch batch, int row) {
    int last = size - 1;
    boolean others = overlay(heartRates, last, batch.heartRates()[row]);
    others |= overlay(steps, last, batch.steps()[row]);
    others |= overlay(caloriesMilli, last, batch.caloriesMilli()[row]);
    return others;
  }

  private static boolean overlay(int[] column, int row, int value) {
    if (value == ABSENT || value == column[row]) {
      return false;
    }
    column[row] = value;
    return true;
  }

  private static void requireIfPresent(SampleField field, int value) {
    if (value != ABSENT) {
      field.require(value);
    }
  }

  private void resize(int capacity) {
    userIds = Arrays.copyOf(userIds, capacity);
    timestampsMicros = Arrays.copyOf(timestampsMicros, capacity);
    heartRates = Arrays.copyOf(heartRates, capacity);
    steps = Arrays.copyOf(steps, capacity);
    caloriesMilli = Arrays.copyOf(caloriesMilli, capacity);
  }
}
