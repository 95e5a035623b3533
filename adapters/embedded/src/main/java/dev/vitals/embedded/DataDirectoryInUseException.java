package dev.vitals.embedded;

import java.nio.file.Path;

/** Another service owns the data directory. The message names the directory and the process. */
public final class DataDirectoryInUseException extends EmbeddedPostgresException {

  DataDirectoryInUseException(Path directory, String owner) {
    super(
        "data directory %s is in use by process %s: stop it, or choose another directory"
            .formatted(directory, owner));
  }
}
