package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.DurationRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.concurrent.TimeUnit;

/** How many samples are given back at once, and for how long. */
public class ExportSettings {
  @Min(1)
  @Max(100)
  private int atOnce = 2;

  @NotNull
  @DurationRange(min = 1, max = 86_400, unit = TimeUnit.SECONDS)
  private Duration timeLimit = Duration.hours(1);

  @JsonProperty
  public int getAtOnce() {
    return atOnce;
  }

  @JsonProperty
  public void setAtOnce(int atOnce) {
    this.atOnce = atOnce;
  }

  /**
   * Those that may be under way: each holds a connection while its client reads, and others need
   * some.
   *
   * @param connections that there may be
   */
  public int atOnce(int connections) {
    return Math.max(1, Math.min(atOnce, connections / 2));
  }

  @JsonProperty
  public Duration getTimeLimit() {
    return timeLimit;
  }

  @JsonProperty
  public void setTimeLimit(Duration timeLimit) {
    this.timeLimit = timeLimit;
  }
}
