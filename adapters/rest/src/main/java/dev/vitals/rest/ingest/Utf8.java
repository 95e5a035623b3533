package dev.vitals.rest.ingest;

import dev.vitals.rest.problem.Problem;
import dev.vitals.rest.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The encoding of JSON between systems (RFC 8259, section 8.1), told by the bytes: what a header
 * says of it has no effect. The others are known by their beginning. What is none of them and
 * breaks UTF-8 further on is for the parser to tell, with its place.
 */
final class Utf8 {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] NO_MARK = {};

  /** How UTF-16 and UTF-7 begin: with a mark, or the latter with a bracket or a brace. */
  private static final List<byte[]> OTHERS =
      List.of(
          new byte[] {(byte) 0xfe, (byte) 0xff},
          new byte[] {(byte) 0xff, (byte) 0xfe},
          new byte[] {'+', '/', 'v'},
          new byte[] {'+', 'A', 'F', 's'},
          new byte[] {'+', 'A', 'H', 's'});

  private Utf8() {}

  /**
   * Without its byte order mark, which is allowed to be ignored, and which some tools write.
   *
   * @throws ProblemException it is in another encoding
   */
  static InputStream textOf(InputStream body) throws IOException {
    PushbackInputStream text = new PushbackInputStream(body, 4);
    byte[] start = text.readNBytes(4);
    if (isOther(start)) {
      throw new ProblemException(Problem.malformedBody("The body is not UTF-8."));
    }
    int mark = (beginsWith(start, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : NO_MARK).length;
    text.unread(start, mark, start.length - mark);
    return text;
  }

  /** UTF-16 and UTF-32 without a mark have a zero among the first two, and no JSON has. */
  private static boolean isOther(byte[] start) {
    if (start.length >= 2 && (start[0] == 0 || start[1] == 0)) {
      return true;
    }
    for (byte[] other : OTHERS) {
      if (beginsWith(start, other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsWith(byte[] start, byte[] other) {
    return start.length >= other.length
        && Arrays.equals(start, 0, other.length, other, 0, other.length);
  }
}
