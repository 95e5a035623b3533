package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vitals.rest.RestLimits;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DataSizeRange;
import io.dropwizard.validation.DurationRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/** What is taken in, and how much of it at once. */
public class IngestSettings {
  @NotNull
  @DataSizeRange(min = 1, max = 1024, unit = DataSizeUnit.MEBIBYTES)
  private DataSize maxBodySize = DataSize.mebibytes(16);

  @NotNull
  @DurationRange(min = 1, max = 3600, unit = TimeUnit.SECONDS)
  private Duration bodyTimeout = Duration.seconds(60);

  @NotNull
  @DurationRange(min = 1, max = 36_525, unit = TimeUnit.DAYS)
  private Duration oldestSample = Duration.days(3653);

  @Min(20_000)
  @Max(100_000_000)
  private int queueSamples = 500_000;

  @JsonProperty
  public DataSize getMaxBodySize() {
    return maxBodySize;
  }

  @JsonProperty
  public void setMaxBodySize(DataSize maxBodySize) {
    this.maxBodySize = maxBodySize;
  }

  @JsonProperty
  public Duration getBodyTimeout() {
    return bodyTimeout;
  }

  @JsonProperty
  public void setBodyTimeout(Duration bodyTimeout) {
    this.bodyTimeout = bodyTimeout;
  }

  @JsonProperty
  public Duration getOldestSample() {
    return oldestSample;
  }

  @JsonProperty
  public void setOldestSample(Duration oldestSample) {
    this.oldestSample = oldestSample;
  }

  @JsonProperty
  public int getQueueSamples() {
    return queueSamples;
  }

  @JsonProperty
  public void setQueueSamples(int queueSamples) {
    this.queueSamples = queueSamples;
  }

  public RestLimits restLimits() {
    java.time.Duration time = bodyTimeout.toJavaDuration();
    return new RestLimits(maxBodySize.toBytes(), time, time);
  }
}
