package dev.vitals.service.configuration;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/** The database that lives with the service, used where no other is named. */
public class EmbeddedSettings {
  @NotNull private Path dataDirectory = Path.of("data");

  @JsonProperty
  public Path getDataDirectory() {
    return dataDirectory;
  }

  @JsonProperty
  public void setDataDirectory(Path dataDirectory) {
    this.dataDirectory = dataDirectory;
  }
}
