package dev.vitals.rest.ingest;

import dev.vitals.application.ingest.Admission;
import dev.vitals.application.ingest.QueueFullException;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What has arrived of a body. It takes room as samples do, by what has come and not by what a
 * client announces. For one thread at a time.
 */
final class BodyBuffer {
  private static final byte[] EMPTY = {};

  private final long maxBytes;
  private final long expectedBytes;
  private final Admission admission;
  private byte[] bytes = EMPTY;
  private int length;

  /**
   * @param maxBytes of the body, before it is inflated and behind
   * @param announcedBytes negative if the client does not say
   */
  BodyBuffer(long maxBytes, long announcedBytes, Admission admission) {
    this.maxBytes = Math.min(maxBytes, admission.mostBytes());
    this.expectedBytes = announcedBytes < 0 ? this.maxBytes : announcedBytes;
    this.admission = admission;
  }

  /**
   * @throws ProblemException there is more than a body may have
   * @throws QueueFullException there is no room for it now
   */
  void append(ByteBuffer chunk) {
    int longer = length + chunk.remaining();
    if (longer > maxBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBytes));
    }
    if (longer > bytes.length) {
      int capacity = (int) Math.max(longer, Math.min(2L * bytes.length, expectedBytes));
      admission.buffering(capacity);
      bytes = Arrays.copyOf(bytes, capacity);
    }
    chunk.get(bytes, length, chunk.remaining());
    length = longer;
  }

  /** In bytes, of the memory that it has. */
  int capacity() {
    return bytes.length;
  }

  /** Its bytes as they are, or as they were before they were packed. */
  InputStream stream(BodyEncoding encoding) {
    return switch (encoding) {
      case IDENTITY -> new ByteArrayInputStream(bytes, 0, length);
      case GZIP -> new BoundedStream(new GzipStream(bytes, length), maxBytes);
    };
  }

  /** The room of samples alone is kept. */
  void release() {
    bytes = EMPTY;
    length = 0;
    admission.buffering(0);
  }
}
