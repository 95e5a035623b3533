package dev.vitals.timescale.kind;

import dev.vitals.domain.metric.MetricCatalogue;
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
 * @param catalogue of the metrics that are kept, if they are not already
 */
public record StorageSettings(
    Duration chunkInterval,
    Optional<Duration> columnarAfter,
    Duration watermarkLag,
    Optional<Duration> rawRetention,
    MetricCatalogue catalogue) {

  /** What {@code config.yml} says too. */
  public static final StorageSettings DEFAULTS =
      new StorageSettings(
          Duration.ofDays(7),
          Optional.of(Duration.ofDays(7)),
          Duration.ofDays(2),
          Optional.empty());

  /** Of the metrics that are on where nothing else is configured. */
  public StorageSettings(
      Duration chunkInterval,
      Optional<Duration> columnarAfter,
      Duration watermarkLag,
      Optional<Duration> rawRetention) {
    this(chunkInterval, columnarAfter, watermarkLag, rawRetention, MetricCatalogue.SHIPPED);
  }

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
