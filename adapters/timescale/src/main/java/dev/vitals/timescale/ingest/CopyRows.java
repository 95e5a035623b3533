package dev.vitals.timescale.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static java.util.stream.Collectors.joining;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.sample.SampleBatch;
import dev.vitals.timescale.metrics.MetricColumns;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A batch as PostgreSQL's binary COPY format, a piece at a time in one buffer: there is no object a
 * row. Source: PostgreSQL's manual, COPY, "Binary Format". For one thread.
 */
public final class CopyRows {
  /** PostgreSQL counts from 2000-01-01T00:00:00Z, in microseconds as we do. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private static final byte[] HEADER = {
    'P',
    'G',
    'C',
    'O',
    'P',
    'Y',
    '\n',
    (byte) 0xff,
    '\r',
    '\n',
    0, // what it is
    0,
    0,
    0,
    0, // no flags
    0,
    0,
    0,
    0 // no extension
  };

  private static final int NULL = -1;
  private static final short END = -1;

  /** A user and a moment, each behind its length. */
  private static final int KEY_BYTES = 2 * (Integer.BYTES + Long.BYTES);

  /** What the driver hands to the socket in one write. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final SampleBatch batch;

  /** Of the metrics that the batch carries. */
  private final int[][] columns;

  private final boolean[] areSmall;
  private final int longestRow;
  private final byte[] buffer;
  private int row;
  private int length;
  private boolean ended;

  public CopyRows(SampleBatch batch) {
    this.batch = batch;
    int[] carried = batch.carried();
    this.columns = new int[carried.length][];
    this.areSmall = new boolean[carried.length];
    for (int i = 0; i < carried.length; i++) {
      columns[i] = batch.values(carried[i]);
      areSmall[i] = MetricColumns.isSmall(batch.catalogue().metric(carried[i]));
    }
    this.longestRow = Short.BYTES + KEY_BYTES + carried.length * 2 * Integer.BYTES;
    this.buffer = new byte[Math.min(BUFFER_BYTES, HEADER.length + (batch.size() + 1) * longestRow)];
    System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
    this.length = HEADER.length;
  }

  /** Takes these metrics in this order. */
  public static String sql(List<Metric> metrics) {
    return metrics.stream()
        .map(MetricColumns::name)
        .collect(
            joining(
                ", ", "copy health_metrics (user_id, timestamp, ", ") from stdin (format binary)"));
  }

  /** Fills {@link #buffer()} anew. Returns how many bytes of it count; 0 behind the last. */
  public int next() {
    while (row < batch.size() && buffer.length - length >= longestRow) {
      append(row++);
    }
    if (row == batch.size() && !ended && buffer.length - length >= Short.BYTES) {
      appendShort(END);
      ended = true;
    }
    int filled = length;
    length = 0;
    return filled;
  }

  /** The same array each time. */
  public byte[] buffer() {
    return buffer;
  }

  private void append(int row) {
    appendShort((short) (2 + columns.length));
    appendLong(batch.userIds()[row]);
    appendLong(batch.timestampsMicros()[row] - POSTGRES_EPOCH_MICROS);
    for (int i = 0; i < columns.length; i++) {
      if (areSmall[i]) {
        appendSmallint(columns[i][row]);
      } else {
        appendInteger(columns[i][row]);
      }
    }
  }

  private void appendLong(long value) {
    appendInt(Long.BYTES);
    LONG.set(buffer, length, value);
    length += Long.BYTES;
  }

  private void appendSmallint(int value) {
    if (value == ABSENT) {
      appendInt(NULL);
    } else {
      appendInt(Short.BYTES);
      appendShort((short) value);
    }
  }

  private void appendInteger(int value) {
    if (value == ABSENT) {
      appendInt(NULL);
    } else {
      appendInt(Integer.BYTES);
      appendInt(value);
    }
  }

  private void appendInt(int value) {
    INT.set(buffer, length, value);
    length += Integer.BYTES;
  }

  private void appendShort(short value) {
    SHORT.set(buffer, length, value);
    length += Short.BYTES;
  }
}
