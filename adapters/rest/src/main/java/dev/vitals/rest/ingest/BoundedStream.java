package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with a problem once it has given more bytes than the limit. */
final class BoundedStream extends FilterInputStream {
  private final long maxBytes;
  private long bytes;

  BoundedStream(InputStream stream, long maxBytes) {
    super(stream);
    this.maxBytes = maxBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    bytes += Math.max(read, 0);
    if (bytes > maxBytes) {
      throw new ProblemException(Problem.bodyTooLarge(maxBytes));
    }
    return read;
  }
}
