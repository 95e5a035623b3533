package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vitals.domain.metric.MetricCatalogue;
import dev.vitals.timescale.kind.StorageSettings;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DurationRange;
import io.dropwizard.validation.selfvalidating.SelfValidating;
import io.dropwizard.validation.selfvalidating.SelfValidation;
import io.dropwizard.validation.selfvalidating.ViolationCollector;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How samples and their rollups are kept over time. */
@SelfValidating
public class StorageConfiguration {
  @NotNull
  @DurationRange(min = 1, max = 8784, unit = TimeUnit.HOURS)
  private Duration watermarkLag = Duration.hours(48);

  @NotNull
  @DurationRange(min = 1, max = 86_400, unit = TimeUnit.SECONDS)
  private Duration refreshEvery = Duration.minutes(15);

  @NotNull
  @DurationRange(min = 1, max = 86_400, unit = TimeUnit.SECONDS)
  private Duration settleEvery = Duration.seconds(10);

  @NotNull
  @DurationRange(min = 1, max = 86_400, unit = TimeUnit.SECONDS)
  private Duration auditEvery = Duration.minutes(1);

  /** Empty: by the kind of database. */
  @DurationRange(max = 366, unit = TimeUnit.DAYS)
  private @Nullable Duration readSamplesUpTo;

  @NotNull
  @DurationRange(min = 1, max = 366, unit = TimeUnit.DAYS)
  private Duration chunkInterval = Duration.days(7);

  @DurationRange(min = 1, max = 876_600, unit = TimeUnit.HOURS)
  private @Nullable Duration columnstoreAfter = Duration.days(7);

  @NotNull private QuietHours recompressBetween = QuietHours.of("02:00-05:00");

  @DurationRange(min = 1, max = 36_525, unit = TimeUnit.DAYS)
  private @Nullable Duration rawRetention;

  @Min(1_000)
  @Max(100_000_000)
  private int rememberedNames = 200_000;

  @JsonProperty
  public Duration getWatermarkLag() {
    return watermarkLag;
  }

  @JsonProperty
  public void setWatermarkLag(Duration watermarkLag) {
    this.watermarkLag = watermarkLag;
  }

  @JsonProperty
  public Duration getRefreshEvery() {
    return refreshEvery;
  }

  @JsonProperty
  public void setRefreshEvery(Duration refreshEvery) {
    this.refreshEvery = refreshEvery;
  }

  @JsonProperty
  public Duration getSettleEvery() {
    return settleEvery;
  }

  @JsonProperty
  public void setSettleEvery(Duration settleEvery) {
    this.settleEvery = settleEvery;
  }

  @JsonProperty
  public Duration getAuditEvery() {
    return auditEvery;
  }

  @JsonProperty
  public void setAuditEvery(Duration auditEvery) {
    this.auditEvery = auditEvery;
  }

  @JsonProperty
  public @Nullable Duration getReadSamplesUpTo() {
    return readSamplesUpTo;
  }

  /** Empty: by the kind of database. */
  public Optional<java.time.Duration> readSamplesUpTo() {
    return Optional.ofNullable(readSamplesUpTo).map(Duration::toJavaDuration);
  }

  @JsonProperty
  public void setReadSamplesUpTo(@Nullable Duration readSamplesUpTo) {
    this.readSamplesUpTo = readSamplesUpTo;
  }

  @JsonProperty
  public Duration getChunkInterval() {
    return chunkInterval;
  }

  @JsonProperty
  public void setChunkInterval(Duration chunkInterval) {
    this.chunkInterval = chunkInterval;
  }

  @JsonProperty
  public @Nullable Duration getColumnstoreAfter() {
    return columnstoreAfter;
  }

  @JsonProperty
  public void setColumnstoreAfter(@Nullable Duration columnstoreAfter) {
    this.columnstoreAfter = columnstoreAfter;
  }

  @JsonProperty
  public QuietHours getRecompressBetween() {
    return recompressBetween;
  }

  @JsonProperty
  public void setRecompressBetween(QuietHours recompressBetween) {
    this.recompressBetween = recompressBetween;
  }

  @JsonProperty
  public @Nullable Duration getRawRetention() {
    return rawRetention;
  }

  @JsonProperty
  public void setRawRetention(@Nullable Duration rawRetention) {
    this.rawRetention = rawRetention;
  }

  @JsonProperty
  public int getRememberedNames() {
    return rememberedNames;
  }

  @JsonProperty
  public void setRememberedNames(int rememberedNames) {
    this.rememberedNames = rememberedNames;
  }

  /** Called beside the other limits: what they refuse may be null here. */
  @SelfValidation
  public void validate(ViolationCollector violations) {
    if (chunkInterval != null
        && chunkInterval.compareTo(Duration.days(chunkInterval.toDays())) != 0) {
      violations.addViolation("chunkInterval", "must be whole days, is " + chunkInterval);
    }
    // Samples above the watermark are in no rollup yet: they would be kept longer than is said. Of
    // less than a day that is said already.
    if (rawRetention != null
        && watermarkLag != null
        && rawRetention.toDays() >= 1
        && rawRetention.compareTo(watermarkLag) < 0) {
      violations.addViolation(
          "rawRetention",
          "must not be shorter than storage.watermarkLag (%s), is %s"
              .formatted(watermarkLag, rawRetention));
    }
  }

  /**
   * For the adapter.
   *
   * @param catalogue of the metrics that are on
   */
  public StorageSettings settings(MetricCatalogue catalogue) {
    return new StorageSettings(
        chunkInterval.toJavaDuration(),
        Optional.ofNullable(columnstoreAfter).map(Duration::toJavaDuration),
        watermarkLag.toJavaDuration(),
        Optional.ofNullable(rawRetention).map(Duration::toJavaDuration),
        catalogue);
  }
}
