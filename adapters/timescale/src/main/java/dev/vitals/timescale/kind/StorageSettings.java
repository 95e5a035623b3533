package dev.vitals.timescale.kind;

import java.time.Duration;
import java.util.Optional;

/**
 * How samples are kept over time.
 *
 * @param chunkInterval what one chunk of a hypertable spans: whole days, so that the horizon can be
 *     aligned to both
 * @param columnarAfter the age from which whole chunks go into the columnstore; empty for never
 * @param watermarkLag how far behind the database's clock rollups are filled
 * @param rawRetention the age up to which samples are kept; empty for ever
 */
public record StorageSettings(
    Duration chunkInterval,
    Optional<Duration> columnarAfter,
    Duration watermarkLag,
    Optional<Duration> rawRetention) {

  /** What {@code config.yml} says too. */
  public static final StorageSettings DEFAULTS =
      new StorageSettings(
          Duration.ofDays(7),
          Optional.of(Duration.ofDays(7)),
          Duration.ofDays(2),
          Optional.empty());

  public StorageSettings {
    if (chunkInterval.isNegative()
        || chunkInterval.isZero()
        || !Duration.ofDays(chunkInterval.toDays()).equals(chunkInterval)) {
      throw new IllegalArgumentException("a chunk spans whole days");
    }
    if (watermarkLag.isNegative()) {
      throw new IllegalArgumentException("the watermark trails");
    }
  }
}
