package dev.vitals.rest.ingest;

import dev.vitals.rest.RestLimits;
import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body as far as the limits let it through: in bytes, counted after decoding, so that a
 * small gzip body cannot become a large one; and in time, so that a body that trickles in does not
 * hold a thread for ever. A read that waits is ended by the connector's idle timeout, so a body
 * takes {@link RestLimits#bodyTimeout} and one idle timeout at most.
 */
final class BoundedBody extends FilterInputStream {
  private final RestLimits limits;
  private final long startNanos = System.nanoTime();
  private long bytes;

  BoundedBody(InputStream body, RestLimits limits) {
    super(body);
    this.limits = limits;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws IOException also for what Jetty throws as any RuntimeException: broken chunks, broken
   *     gzip, a client that is gone
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(buffer, offset, length);
    } catch (RuntimeException e) {
      throw new IOException("the body cannot be read", e);
    }
    if (read > 0) {
      count(read);
    }
    return read;
  }

  private void count(int read) {
    bytes += read;
    if (bytes > limits.maxBodyBytes()) {
      throw new ProblemException(Problem.bodyTooLarge(limits.maxBodyBytes()));
    }
    if (System.nanoTime() - startNanos > limits.bodyTimeout().toNanos()) {
      throw new ProblemException(
          Problem.ofStatus(
              408, "The body did not arrive within " + limits.bodyTimeout().toSeconds() + " s."));
    }
  }
}
