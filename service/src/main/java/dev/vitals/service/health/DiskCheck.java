package dev.vitals.service.health;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.util.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** Whether the embedded database has room to grow. */
public final class DiskCheck extends HealthCheck {
  private final Path directory;
  private final long minFreeBytes;

  public DiskCheck(Path directory, DataSize minFree) {
    this.directory = directory.toAbsolutePath().normalize();
    this.minFreeBytes = minFree.toBytes();
  }

  /** Empty while the directory is not there or cannot be asked. */
  public OptionalDouble knownFreeBytes() {
    try {
      return OptionalDouble.of((double) freeBytes());
    } catch (IOException e) {
      return OptionalDouble.empty();
    }
  }

  /** As far as a user without privileges may write. */
  private long freeBytes() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  @Override
  protected Result check() throws IOException {
    long free = freeBytes();
    return free < minFreeBytes
        ? Result.unhealthy(
            "%s MiB are free for %s, fewer than embedded.minFreeSpace (%s MiB): make room, or stop"
                + " Vitals and move the directory (VITALS_DATA_DIR)",
            mebibytes(free), directory, mebibytes(minFreeBytes))
        : Result.healthy("%s MiB are free for %s", mebibytes(free), directory);
  }

  private static long mebibytes(long bytes) {
    return bytes >> 20;
  }
}
