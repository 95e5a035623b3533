package dev.vitals.bench.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads HTTP/1.1 answers, and of their headers only what a bench needs. */
final class AnswerReader {
  private final InputStream in;
  private final byte[] buffer = new byte[16_384];
  private int position;
  private int limit;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  Answer read() throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.substring(9, 12));
    int length = -1;
    int retryAfter = 0;
    boolean closes = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      if (is(header, "content-length:")) {
        length = number(header);
      } else if (is(header, "retry-after:")) {
        retryAfter = number(header);
      } else if (is(header, "connection:")) {
        closes = header.regionMatches(true, header.length() - 5, "close", 0, 5);
      }
    }
    if (status == 204) {
      length = 0; // and no header that says so
    }
    // Without a length it is chunked.
    byte[] body = length >= 0 ? bytes(length) : chunks();
    return new Answer(status, retryAfter, closes, new String(body, StandardCharsets.ISO_8859_1));
  }

  private static boolean is(String header, String name) {
    return header.regionMatches(true, 0, name, 0, name.length());
  }

  private static int number(String header) {
    return Integer.parseInt(header.substring(header.indexOf(':') + 1).trim());
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int length = chunkLength(); length > 0; length = chunkLength()) {
      all.writeBytes(bytes(length));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line().trim(), 16);
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      fill();
      int some = Math.min(length - done, limit - position);
      System.arraycopy(buffer, position, bytes, done, some);
      position += some;
      done += some;
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      fill();
      int start = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      line.append(new String(buffer, start, position - start, StandardCharsets.ISO_8859_1));
      if (position < limit) {
        position++;
        return line.toString().stripTrailing();
      }
    }
  }

  private void fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(in.read(buffer), 0);
      if (limit == 0) {
        throw new IOException("the connection was closed");
      }
    }
  }
}
