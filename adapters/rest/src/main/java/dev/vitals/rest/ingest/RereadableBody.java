package dev.vitals.rest.ingest;

import java.io.IOException;
import java.io.InputStream;

/**
 * A body of which what was read last can be read again, so that one line does not take the next
 * with it: a parser that stops may have looked far beyond the line that is wrong.
 */
final class RereadableBody extends InputStream {
  /** More than a parser reads at once and a record takes: enough to find its line in. */
  private static final int KEPT = 16_384;

  private final InputStream body;
  private final byte[] window = new byte[2 * KEPT];

  /** Where in the body the window begins. */
  private long windowStart;

  /** Where the last line end in front of the window is; -1 if there is none. */
  private long lineEndBefore = -1;

  private int position;
  private int end;

  RereadableBody(InputStream body) {
    this.body = body;
  }

  /** How many bytes of the body are in front of the next one. */
  long place() {
    return windowStart + position;
  }

  /**
   * Goes on behind the line of the first byte, at or behind {@code place}, that is no white space.
   *
   * @return how many line ends are between {@code place} and there; -1 if that line is not kept any
   *     more
   */
  int continueBehindLineAt(long place) throws IOException {
    if (place <= lineEndBefore) {
      return -1;
    }
    boolean isBlank = place >= windowStart;
    position = isBlank ? (int) (place - windowStart) : 0;
    int lineEnds = 0;
    for (int next = read(); next >= 0; next = read()) {
      isBlank &= next == ' ' || next == '\t' || next == '\r' || next == '\n';
      if (next == '\n') {
        lineEnds++;
        if (!isBlank) {
          return lineEnds;
        }
      }
    }
    return lineEnds;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? window[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, end - position);
    System.arraycopy(window, position, buffer, offset, count);
    position += count;
    return count;
  }

  private boolean hasMore() throws IOException {
    if (position < end) {
      return true;
    }
    if (end > KEPT) {
      dropOldest(end - KEPT);
    }
    end += Math.max(body.read(window, end, window.length - end), 0);
    return position < end;
  }

  private void dropOldest(int count) {
    for (int i = count - 1; i >= 0; i--) {
      if (window[i] == '\n') {
        lineEndBefore = windowStart + i;
        break;
      }
    }
    System.arraycopy(window, count, window, 0, end - count);
    windowStart += count;
    end -= count;
    position -= count;
  }
}
