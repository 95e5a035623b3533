package dev.vitals.rest.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;

/**
 * The body of an answer as it is sent, piece by piece. Whoever writes waits until the client has
 * taken most of what was written before. To be closed is nothing: only {@link #rest} knows the end.
 * For one thread, but for what is told of its progress.
 */
final class SentBody extends OutputStream {
  private static final int PIECE_BYTES = 64 << 10;

  private final Response response;
  private final Runnable beforeFirst;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int length;
  private final AtomicLong sent = new AtomicLong();

  /**
   * @param beforeFirst sets the answer's status and headers
   */
  SentBody(Response response, Runnable beforeFirst) {
    this.response = response;
    this.beforeFirst = beforeFirst;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int position = offset;
    int end = offset + count;
    while (position < end) {
      if (length == PIECE_BYTES) {
        send();
      }
      int some = Math.min(end - position, PIECE_BYTES - length);
      System.arraycopy(bytes, position, piece, length, some);
      length += some;
      position += some;
    }
  }

  private void send() throws IOException {
    if (sent.get() == 0) {
      beforeFirst.run();
    }
    int count = length;
    sent.addAndGet(count);
    length = 0;
    try (Blocker.Callback taken = Blocker.callback()) {
      response.write(false, ByteBuffer.wrap(piece, 0, count), taken);
      taken.block();
    }
  }

  /** What is not sent yet: there is nothing behind it. */
  byte[] rest() {
    if (sent.get() == 0) {
      beforeFirst.run();
    }
    sent.addAndGet(length);
    return Arrays.copyOf(piece, length);
  }

  /** Bytes that have been handed to the connection, by any thread's eye. */
  long sent() {
    return sent.get();
  }
}
