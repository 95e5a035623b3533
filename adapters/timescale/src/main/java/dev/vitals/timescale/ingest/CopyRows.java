package dev.vitals.timescale.ingest;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.sample.SampleBatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A batch as PostgreSQL's binary COPY format, a piece at a time in one buffer: there is no object a
 * row. Source: PostgreSQL's manual, COPY, "Binary Format". For one thread.
 */
public final class CopyRows {
  /** Takes these columns in this order. */
  public static final String SQL =
      "copy health_metrics (user_id, timestamp, heart_rate, steps, calories)"
          + " from stdin (format binary)";

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

  private static final int COLUMNS = 5;
  private static final int NULL = -1;
  private static final short END = -1;

  private static final int LONGEST_ROW = Short.BYTES + COLUMNS * Integer.BYTES + 8 + 8 + 2 + 4 + 4;

  /** What the driver hands to the socket in one write. */
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final SampleBatch batch;
  private final byte[] buffer;
  private int row;
  private int length;
  private boolean ended;

  public CopyRows(SampleBatch batch) {
    this.batch = batch;
    this.buffer =
        new byte[Math.min(BUFFER_BYTES, HEADER.length + (batch.size() + 1) * LONGEST_ROW)];
    System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
    this.length = HEADER.length;
  }

  /** Fills {@link #buffer()} anew. Returns how many bytes of it count; 0 behind the last. */
  public int next() {
    while (row < batch.size() && buffer.length - length >= LONGEST_ROW) {
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
    appendShort((short) COLUMNS);
    appendLong(batch.userIds()[row]);
    appendLong(batch.timestampsMicros()[row] - POSTGRES_EPOCH_MICROS);
    appendSmallint(batch.heartRates()[row]);
    appendInteger(batch.steps()[row]);
    appendInteger(batch.caloriesMilli()[row]);
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
