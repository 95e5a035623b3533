package dev.vitals.rest.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Inflates gzip of one member or several (RFC 1952). The JDK's own stream looks for a second member
 * only where its source has something available, drops what is none, and calls itself for each that
 * is empty, so that a few thousand of them are too many for its stack; what it does with them
 * differs between releases. For one thread.
 *
 * <p>Zeros behind the last member are padding, as for gzip(1). Anything else there is refused: it
 * may be samples.
 */
final class GzipStream extends InputStream {
  private static final int MAGIC = 0x8b1f;
  private static final int DEFLATE = 8;
  private static final int HAS_HEADER_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final byte[] bytes;
  private final int end;
  private int position;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean isInMember;

  GzipStream(byte[] bytes, int length) {
    this.bytes = bytes;
    this.end = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /**
   * @throws ZipException it is no gzip
   * @throws EOFException it ends early
   */
  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (isInMember || beginMember()) {
      int inflated = inflate(buffer, offset, length);
      if (inflated > 0) {
        return inflated;
      }
      endMember();
    }
    return -1;
  }

  @Override
  public void close() {
    inflater.end();
  }

  /** 0 where the member's data ends. */
  private int inflate(byte[] buffer, int offset, int length) throws IOException {
    try {
      int inflated = inflater.inflate(buffer, offset, length);
      checksum.update(buffer, offset, inflated);
      if (inflated == 0 && !inflater.finished()) {
        if (inflater.needsDictionary()) {
          throw new ZipException("needs a dictionary");
        }
        throw new EOFException();
      }
      return inflated;
    } catch (DataFormatException e) {
      throw (ZipException) new ZipException("not deflated").initCause(e);
    }
  }

  /** False at the end. The first member has to be there. */
  private boolean beginMember() throws IOException {
    if (position > 0 && isPadding()) {
      return false;
    }
    int start = position;
    if (next2() != MAGIC || next() != DEFLATE) {
      throw new ZipException("no gzip");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags");
    }
    skip(6); // when it was made, how, and where
    if ((flags & HAS_EXTRA) != 0) {
      skip(next2());
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_HEADER_CHECKSUM) != 0) {
      checksum.reset();
      checksum.update(bytes, start, position - start);
      require(next2() == (checksum.getValue() & 0xffff));
    }
    checksum.reset();
    inflater.reset();
    inflater.setInput(bytes, position, end - position);
    isInMember = true;
    return true;
  }

  private void endMember() throws IOException {
    position = end - inflater.getRemaining();
    isInMember = false;
    require(next4() == checksum.getValue());
    require(next4() == (inflater.getBytesWritten() & 0xffff_ffffL));
  }

  private boolean isPadding() {
    int at = position;
    while (at < end && bytes[at] == 0) {
      at++;
    }
    return at == end;
  }

  private static void require(boolean isRight) throws ZipException {
    if (!isRight) {
      throw new ZipException("wrong checksum or length");
    }
  }

  private int next() throws IOException {
    if (position == end) {
      throw new EOFException();
    }
    return bytes[position++] & 0xff;
  }

  private int next2() throws IOException {
    return next() | next() << 8;
  }

  private long next4() throws IOException {
    return next2() | (long) next2() << 16;
  }

  private void skip(int count) throws IOException {
    if (end - position < count) {
      throw new EOFException();
    }
    position += count;
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // It ends with a zero.
    }
  }
}
