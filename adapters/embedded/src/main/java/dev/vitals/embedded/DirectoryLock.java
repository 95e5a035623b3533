package dev.vitals.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ownership of a data directory: a lock of the operating system, which also goes when we are killed
 * with -9. The file stays; deleting it would let two owners lock two files of one name.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * What this JVM holds. Asked before the file is opened: on POSIX systems closing <em>any</em>
   * channel of a file gives up all locks the process has on it, so even a refused second try would
   * end the first one's ownership.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @throws DataDirectoryInUseException somebody has it, perhaps this very process
   */
  static DirectoryLock acquire(DataDirectory directory) throws IOException {
    Path file = directory.lockFile();
    String pid = Long.toString(ProcessHandle.current().pid());
    if (!HELD.add(file)) {
      throw new DataDirectoryInUseException(directory.root(), pid + " (this one)");
    }
    try {
      return new DirectoryLock(file, lock(directory, pid));
    } catch (IOException | RuntimeException e) {
      HELD.remove(file);
      throw e;
    }
  }

  private static FileChannel lock(DataDirectory directory, String pid) throws IOException {
    FileChannel channel = FileChannel.open(directory.lockFile(), CREATE, READ, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new DataDirectoryInUseException(directory.root(), owner(channel));
      }
      channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(US_ASCII)), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      try (channel) { // what its closing throws hides nothing
        throw e;
      }
    }
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer pid = ByteBuffer.allocate(20);
    channel.read(pid, 0);
    return pid.position() == 0
        ? "(starting)"
        : new String(pid.array(), 0, pid.position(), US_ASCII);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
