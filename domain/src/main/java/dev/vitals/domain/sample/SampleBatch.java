package dev.vitals.domain.sample;

import static java.util.Objects.requireNonNull;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many samples as columns of primitives (struct of arrays): ten thousand samples of three metrics
 * are five arrays, not fifty thousand objects. A metric that none of them carries has no column.
 *
 * <p>A value that is not there is {@link #ABSENT}, which no {@link Metric}'s limits admit, so
 * presence needs no column of its own.
 *
 * <p>Immutable, by promise: the columns are handed out without a copy, since the storage binds them
 * as they are, and nobody writes to them.
 */
public final class SampleBatch {
  public static final int ABSENT = Integer.MIN_VALUE;

  private final MetricCatalogue catalogue;
  private final long[] userIds;
  private final long[] timestampsMicros;

  /** By the metric's number; null if none of the samples carries it. */
  private final int[] @Nullable [] columns;

  SampleBatch(
      MetricCatalogue catalogue,
      long[] userIds,
      long[] timestampsMicros,
      int[] @Nullable [] columns) {
    this.catalogue = catalogue;
    this.userIds = userIds;
    this.timestampsMicros = timestampsMicros;
    this.columns = columns;
  }

  public static SampleBatch of(MetricCatalogue catalogue, Sample... samples) {
    return of(catalogue, Arrays.asList(samples));
  }

  public static SampleBatch of(MetricCatalogue catalogue, Collection<Sample> samples) {
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue, samples.size());
    samples.forEach(builder::add);
    return builder.build();
  }

  /** Whose metrics these are. */
  public MetricCatalogue catalogue() {
    return catalogue;
  }

  public int size() {
    return userIds.length;
  }

  public boolean isEmpty() {
    return size() == 0;
  }

  public Sample sample(int row) {
    Map<Metric, Integer> values = new HashMap<>();
    for (int metric : carried()) {
      if (value(row, metric) != ABSENT) {
        values.put(catalogue.metric(metric), value(row, metric));
      }
    }
    return new Sample(userIds[row], EpochMicros.toInstant(timestampsMicros[row]), values);
  }

  /** Negative are those that stand for names. Not a copy: do not write to it. */
  public long[] userIds() {
    return userIds;
  }

  /** Microseconds since 1970-01-01T00:00:00Z. Not a copy: do not write to it. */
  public long[] timestampsMicros() {
    return timestampsMicros;
  }

  /** The numbers of the metrics that have a column, ascending. */
  public int[] carried() {
    return IntStream.range(0, columns.length).filter(this::carries).toArray();
  }

  public boolean carries(int metric) {
    return columns[metric] != null;
  }

  /**
   * A metric's column: in units of 10<sup>-decimals</sup>, or {@link #ABSENT}. Not a copy: do not
   * write to it.
   *
   * @throws NullPointerException none of the samples carries it
   */
  public int[] values(int metric) {
    return requireNonNull(columns[metric]);
  }

  /** In units of 10<sup>-decimals</sup>, or {@link #ABSENT}. */
  public int value(int row, int metric) {
    int[] column = columns[metric];
    return column == null ? ABSENT : column[row];
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
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue, chosen.length);
    for (int row : chosen) {
      builder.append(this, row);
    }
    return builder.build();
  }

  /** The same with other users, one a row. */
  SampleBatch ofUsers(long... users) {
    return new SampleBatch(catalogue, users, timestampsMicros, columns);
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
    SampleBatchBuilder builder = new SampleBatchBuilder(catalogue, size());
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
    SampleBatchBuilder merged = new SampleBatchBuilder(catalogue, stored.size());
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
}
