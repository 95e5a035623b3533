package dev.vitals.rest.export;

import static dev.vitals.domain.sample.SampleBatch.ABSENT;

import dev.vitals.domain.metric.Metric;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.domain.user.UserId;
import dev.vitals.rest.time.UtcText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes one user's samples in a format. All that is the same in each is bytes already, and what
 * differs is written as digits: there is no object a sample. For one thread.
 */
public final class SampleText {
  private final UtcText time = new UtcText();
  private final byte[] start;
  private final byte[] between;
  private final byte[] head;
  private final byte[] afterTimestamp;
  private final byte[][] beforeValues;
  private final int[] decimals;
  private final boolean keepsPlaces;
  private final byte[] tail;
  private final byte[] end;
  private final int longest;
  private boolean isFirst = true;

  public SampleText(ExportFormat format, UserId user, MetricCatalogue metrics) {
    List<Metric> all = metrics.metrics();
    this.start = bytes(format.start(metrics));
    this.between = bytes(format.between());
    this.head = bytes(format.head(user));
    this.afterTimestamp = bytes(format.afterTimestamp());
    this.beforeValues =
        all.stream().map(metric -> bytes(format.before(metric))).toArray(byte[][]::new);
    this.decimals = all.stream().mapToInt(Metric::decimals).toArray();
    this.keepsPlaces = format.keepsPlaces();
    this.tail = bytes(format.tail());
    this.end = bytes(format.end());
    int values = 0;
    for (byte[] before : beforeValues) {
      values += before.length + DecimalText.LONGEST;
    }
    this.longest =
        start.length
            + between.length
            + head.length
            + UtcText.LONGEST
            + afterTimestamp.length
            + values
            + tail.length
            + end.length;
  }

  /** That any call writes. */
  public int longest() {
    return longest;
  }

  /**
   * @param values one a metric, or ABSENT
   * @param into with room for {@link #longest} behind {@code from}
   * @return behind what is written
   */
  public int write(long timestampMicros, int[] values, byte[] into, int from) {
    int position = copy(isFirst ? start : between, into, from);
    isFirst = false;
    position = copy(head, into, position);
    position = time.write(timestampMicros, into, position);
    position = copy(afterTimestamp, into, position);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != ABSENT) {
        position = copy(beforeValues[i], into, position);
        position = DecimalText.write(values[i], decimals[i], into, position);
      } else if (keepsPlaces) {
        position = copy(beforeValues[i], into, position);
      }
    }
    return copy(tail, into, position);
  }

  /** Behind the last. */
  public int writeEnd(byte[] into, int from) {
    return copy(end, into, from);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int copy(byte[] text, byte[] into, int from) {
    System.arraycopy(text, 0, into, from, text.length);
    return from + text.length;
  }
}
