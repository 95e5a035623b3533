package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.validation.DataSizeRange;
import io.dropwizard.validation.selfvalidating.SelfValidating;
import io.dropwizard.validation.selfvalidating.SelfValidation;
import io.dropwizard.validation.selfvalidating.ViolationCollector;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/** The database that lives with the service, used where no other is named. */
@SelfValidating
public class EmbeddedSettings {
  @NotNull private Path dataDirectory = Path.of("data");

  @NotNull
  @DataSizeRange(max = 1024, unit = DataSizeUnit.TEBIBYTES)
  private DataSize minFreeSpace = DataSize.gibibytes(1);

  @JsonProperty
  public Path getDataDirectory() {
    return dataDirectory;
  }

  @JsonProperty
  public void setDataDirectory(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }

  @JsonProperty
  public DataSize getMinFreeSpace() {
    return minFreeSpace;
  }

  @JsonProperty
  public void setMinFreeSpace(DataSize minFreeSpace) {
    this.minFreeSpace = minFreeSpace;
  }

  /** An empty path is the directory that the service was started in. */
  @SelfValidation
  public void validate(ViolationCollector violations) {
    if (dataDirectory != null && dataDirectory.toString().isBlank()) {
      violations.addViolation("dataDirectory", "must name a directory");
    }
  }
}
