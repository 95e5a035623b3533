package dev.vitals.timescale.export;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;
import static java.util.stream.Collectors.joining;

import dev.vitals.application.export.SampleVisitor;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.time.EpochMicros;
import dev.vitals.timescale.metrics.MetricColumns;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Samples as PostgreSQL's binary COPY format gives them, a row at a time: there is no object a
 * value, and no text to be read. Source: PostgreSQL's manual, COPY, "Binary Format". For one
 * thread.
 */
final class CopiedSamples {
  /** PostgreSQL counts from 2000-01-01T00:00:00Z, in microseconds as we do. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  /** Before the length of its extension, which follows. */
  private static final int SIGNATURE_AND_FLAGS_BYTES = 11 + Integer.BYTES;

  private static final short END = -1;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final int[] values;
  private boolean hasHeader;

  CopiedSamples(MetricCatalogue metrics) {
    this.values = new int[metrics.size()];
  }

  /**
   * COPY takes no parameters: these are numbers and times, which need no quoting.
   *
   * @param fromMicros of the years that PostgreSQL can write as we do
   */
  static String sql(MetricCatalogue metrics, long userId, long fromMicros, long toMicros) {
    return """
        copy (select timestamp, COLUMNS from health_metrics
              where user_id = USER and timestamp >= 'FROM' and timestamp < 'TO' and (CARRIED)
              order by timestamp)
        to stdout (format binary)
        """
        .replace("COLUMNS", new MetricColumns(metrics).names())
        .replace(
            "CARRIED",
            metrics.metrics().stream()
                .map(metric -> MetricColumns.name(metric) + " is not null")
                .collect(joining(" or ")))
        .replace("USER", Long.toString(userId))
        .replace("FROM", EpochMicros.toInstant(fromMicros).toString())
        .replace("TO", EpochMicros.toInstant(toMicros).toString());
  }

  /**
   * Tells the visitor what is in a message of the server, which has one row and, the first, a
   * header before it.
   *
   * @return whether another one is wanted
   */
  boolean tell(byte[] message, SampleVisitor visitor) {
    int position = 0;
    if (!hasHeader) {
      hasHeader = true;
      position = SIGNATURE_AND_FLAGS_BYTES;
      position += Integer.BYTES + (int) INT.get(message, position);
    }
    boolean isWanted = true;
    while (isWanted && position < message.length) {
      if ((short) SHORT.get(message, position) == END) {
        return true;
      }
      position += Short.BYTES + Integer.BYTES;
      long micros = (long) LONG.get(message, position) + POSTGRES_EPOCH_MICROS;
      position += Long.BYTES;
      for (int i = 0; i < values.length; i++) {
        int length = (int) INT.get(message, position);
        position += Integer.BYTES;
        values[i] = value(message, position, length);
        position += Math.max(0, length);
      }
      isWanted = visitor.sample(micros, values);
    }
    return isWanted;
  }

  private static int value(byte[] message, int position, int length) {
    return switch (length) {
      case -1 -> ABSENT;
      case Short.BYTES -> (short) SHORT.get(message, position);
      case Integer.BYTES -> (int) INT.get(message, position);
      default -> throw new IllegalStateException("a metric's column has " + length + " bytes");
    };
  }
}
