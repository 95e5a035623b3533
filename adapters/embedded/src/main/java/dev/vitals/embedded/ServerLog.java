package dev.vitals.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The server's log: one file and the one before it, each about {@link #MAX_BYTES} at most.
 *
 * <p>Not PostgreSQL's logging collector: it starts a new file on reaching a size but deletes none,
 * and under a name that recurs it appends, so neither way is bounded. The server opened the file
 * for appending, so after the cut it goes on at the start. Lines written between copy and cut are
 * lost.
 */
record ServerLog(Path file) {
  static final long MAX_BYTES = 10_000_000;

  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  void keepBounded() throws IOException {
    if (size() > MAX_BYTES) {
      try {
        Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), REPLACE_EXISTING);
      } finally { // a full disk is no reason to go on filling it
        Files.newOutputStream(file).close();
      }
    }
  }

  /** What was written from {@code offset} on, a {@link #size} of earlier. */
  String since(long offset) throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    int start = (int) Math.min(offset, bytes.length);
    return new String(bytes, start, bytes.length - start, UTF_8);
  }
}
