package dev.vitals.domain.sample;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Fills the columns of a {@link SampleBatch} row by row. For one thread. */
public final class SampleBatchBuilder {
  private final MetricCatalogue catalogue;
  private int size;
  private long[] userIds;
  private long[] timestampsMicros;

  /**
   * Made for the first value of a metric. Where nothing was put they hold {@link
   * SampleBatch#ABSENT}.
   */
  private final int[] @Nullable [] columns;

  /**
   * @param catalogue whose metrics it takes
   * @param expectedSize rows to make room for; more are taken all the same
   */
  public SampleBatchBuilder(MetricCatalogue catalogue, int expectedSize) {
    this.catalogue = catalogue;
    userIds = new long[expectedSize];
    timestampsMicros = new long[expectedSize];
    columns = new int[catalogue.size()][];
  }

  public int size() {
    return size;
  }

  /**
   * @throws IllegalArgumentException it carries a metric that the catalogue does not have
   */
  public void add(Sample sample) {
    appendKey(sample.userId(), EpochMicros.of(sample.timestamp()));
    sample
        .values()
        .forEach(
            (metric, value) -> {
              int number = catalogue.numberOf(metric.name());
              if (number < 0 || !catalogue.metric(number).equals(metric)) {
                throw new IllegalArgumentException("no metric of the catalogue: " + metric.name());
              }
              put(number, value);
            });
  }

  /**
   * @param userId negative if it stands for a name
   * @param values of all metrics, in their order: in units of 10<sup>-decimals</sup>, or {@link
   *     SampleBatch#ABSENT}
   * @throws IllegalArgumentException out of limits, or none is present: inlets check before they
   *     add
   */
  public void add(long userId, long timestampMicros, int... values) {
    Sample.requireUser(userId);
    boolean isEmpty = true;
    for (int metric = 0; metric < values.length; metric++) {
      if (values[metric] != ABSENT) {
        catalogue.metric(metric).require(values[metric]);
        isEmpty = false;
      }
    }
    if (isEmpty) {
      throw new IllegalArgumentException("at least one of " + catalogue.names("or") + " is needed");
    }
    append(userId, timestampMicros, values);
  }

  /** Without the checks, for rows that passed them before, as what is stored did. */
  public void append(long userId, long timestampMicros, int... values) {
    appendKey(userId, timestampMicros);
    for (int metric = 0; metric < values.length; metric++) {
      if (values[metric] != ABSENT) {
        put(metric, values[metric]);
      }
    }
  }

  /** The builder may not be used afterwards: the batch may hold its columns. */
  public SampleBatch build() {
    if (size < userIds.length) {
      resize(size);
    }
    return new SampleBatch(catalogue, userIds, timestampsMicros, columns);
  }

  void append(SampleBatch batch) {
    int rows = batch.size();
    if (size + rows > userIds.length) {
      resize(size + rows);
    }
    System.arraycopy(batch.userIds(), 0, userIds, size, rows);
    System.arraycopy(batch.timestampsMicros(), 0, timestampsMicros, size, rows);
    for (int metric = 0; metric < columns.length; metric++) {
      if (batch.carries(metric)) {
        System.arraycopy(batch.values(metric), 0, column(metric), size, rows);
      }
    }
    size += rows;
  }

  void append(SampleBatch batch, int row) {
    appendKey(batch.userIds()[row], batch.timestampsMicros()[row]);
    for (int metric = 0; metric < columns.length; metric++) {
      int value = batch.value(row, metric);
      if (value != ABSENT) {
        put(metric, value);
      }
    }
  }

  /** Puts what a row carries over the last row's values. Returns whether they are others then. */
  boolean overlayLast(SampleBatch batch, int row) {
    boolean others = false;
    for (int metric = 0; metric < columns.length; metric++) {
      int value = batch.value(row, metric);
      if (value != ABSENT && value != column(metric)[size - 1]) {
        put(metric, value);
        others = true;
      }
    }
    return others;
  }

  private void appendKey(long userId, long timestampMicros) {
    if (size == userIds.length) {
      resize(Math.max(16, size + (size >> 1)));
    }
    userIds[size] = userId;
    timestampsMicros[size] = timestampMicros;
    size++;
  }

  /** Of the last row. */
  private void put(int metric, int value) {
    column(metric)[size - 1] = value;
  }

  private int[] column(int metric) {
    int[] column = columns[metric];
    if (column == null) {
      column = new int[userIds.length];
      Arrays.fill(column, ABSENT);
      columns[metric] = column;
    }
    return column;
  }

  private void resize(int capacity) {
    userIds = Arrays.copyOf(userIds, capacity);
    timestampsMicros = Arrays.copyOf(timestampsMicros, capacity);
    for (int metric = 0; metric < columns.length; metric++) {
      int[] column = columns[metric];
      if (column != null) {
        columns[metric] = Arrays.copyOf(column, capacity);
        if (capacity > size) {
          Arrays.fill(columns[metric], size, capacity, ABSENT);
        }
      }
    }
  }
}
